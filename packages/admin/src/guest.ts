/** What a guest's file brings: its component, by default export. */
import type { Component } from 'vue';

/** The component of a fetched file; the types promise it, and a plugin of another build may break the promise. */
export function componentOf(file: { readonly default?: Component }): Component {
  if (!file.default) throw new Error('The file has no component as its default export.');
  return file.default;
}
