/**
 * The admin half of a plugin (插件): pure data that says which menus, pages and slots it brings.
 *
 * Importing an entry does nothing; pages and slot components are fetched when they are first shown.
 */
import type { Component } from 'vue';
import type { SlotMap, SlotName } from './slots.ts';

/** Text by key; keys may be nested or hold dots. The plugin's id is put in front by the host. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

/** The same keys with any words: makes a key in one language only a compile error. */
export type SameKeys<M> = { readonly [K in keyof M]: M[K] extends string ? string : SameKeys<M[K]> };

export type NavSection = 'home' | 'village' | 'work' | 'cases' | 'platform';
export type Can = string | readonly string[];

/** One line of the menu. */
export interface NavItem {
  readonly to: string;
  /** Message key, with the plugin's id in front. */
  readonly label: string;
  readonly section: NavSection;
  readonly order: number;
  /** Shown to holders of any of these permissions; the server decides all the same. */
  readonly can?: Can;
  readonly icon?: IconName;
}

/** A page with its path, its title (message key) and its component. Third-party pages live under `/p/<id>`. */
export interface PageEntry {
  readonly path: string;
  readonly title: string;
  readonly can?: Can;
  readonly load: () => Promise<{ default: Component }>;
}

/** A guest in a slot. */
export interface SlotEntry<C = Component> {
  readonly load: () => Promise<{ default: C }>;
  readonly order: number;
  /** Room kept free while the guest loads, so that nothing jumps. */
  readonly minHeightPx: number;
  readonly can?: Can;
  /** Message key: the name of the tab in a tabs slot, and of the card in the guest's place when it could not be shown. */
  readonly title?: string;
}

export interface AdminPlugin {
  readonly id: string;
  readonly nav?: readonly NavItem[];
  readonly pages?: readonly PageEntry[];
  readonly slots?: { readonly [name in SlotName]?: SlotEntry };
  readonly messages: { readonly 'zh-CN': Messages; readonly en: Messages };
}

export type IconName =
  'home' | 'form' | 'list' | 'check' | 'people' | 'chart' | 'book' | 'chat' | 'village' | 'person' | 'gear' | 'radar';

/** The props that a component takes. */
type PropsOf<C> = C extends abstract new (...args: never) => { readonly $props: infer Props }
  ? Props
  : C extends (props: infer Props, ...rest: never) => unknown
    ? Props
    : unknown;

/** The component itself when the slot gives all that it needs; else a type that names what to do, and fits nothing. */
type Guest<Name extends SlotName, C> = SlotMap[Name] extends PropsOf<C> ? C : NeedsMoreThan<Name>;
interface NeedsMoreThan<Name extends SlotName> {
  readonly 'This component needs a prop that its slot does not give': Name;
}

/** What `defineAdmin` takes: `G` is the component of each slot, by the slot's name. */
export type AdminInput<M extends Messages, G> = Omit<AdminPlugin, 'slots' | 'messages'> & {
  readonly slots?: { readonly [Name in keyof G]: Name extends SlotName ? SlotEntry<Guest<Name, G[Name]>> : never };
  readonly messages: { readonly 'zh-CN': M; readonly en: SameKeys<M> };
};

/**
 * Declares the admin half of a plugin; returns it as it is.
 *
 * A slot that does not exist, a component that needs more than its slot gives, and a text in one language only do not compile.
 */
export function defineAdmin<const M extends Messages, G extends { [Name in SlotName]?: unknown } = {}>(
  plugin: AdminInput<M, G>,
): AdminPlugin;
export function defineAdmin(plugin: AdminPlugin): AdminPlugin {
  return plugin;
}
