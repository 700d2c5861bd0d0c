/**
 * The admin half of a plugin (插件): pure data that says which menus, pages and slots it brings.
 *
 * Importing an entry does nothing; pages and slot components are fetched when they are first shown.
 */
import type { Component } from 'vue';

/** Text by key; keys may be nested or hold dots. The plugin's id is put in front by the host. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

/** The same keys with any words: makes a key in one language only a compile error. */
export type SameKeys<M> = { readonly [K in keyof M]: M[K] extends string ? string : SameKeys<M[K]> };

/** The rooms for guests, with the props that each gives: ids and place codes only. */
export interface SlotMap {
  'home.cards@1': Record<never, never>;
  'village.detail.side@1': { villageCode: string };
  'village.detail.tabs@1': { villageCode: string };
  'indicator.detail.below@1': { assessmentId: string; indicator: string };
}
export type SlotName = keyof SlotMap;

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

/** A page with its path, its title (message key) and its component. */
export interface PageEntry {
  readonly path: string;
  readonly name?: string;
  readonly title: string;
  readonly can?: Can;
  readonly load: () => Promise<{ default: Component }>;
}

/** A guest in a slot. */
export interface SlotEntry {
  readonly load: () => Promise<{ default: Component }>;
  readonly order: number;
  /** Room kept free while the guest loads, so that nothing jumps. */
  readonly minHeightPx: number;
  readonly can?: Can;
  /** Message key: the name of the tab in a tabs slot, the heading of the fault card elsewhere. */
  readonly title?: string;
}

export interface AdminPlugin<M extends Messages = Messages> {
  readonly id: string;
  readonly nav?: readonly NavItem[];
  readonly pages?: readonly PageEntry[];
  readonly slots?: { readonly [name in SlotName]?: SlotEntry };
  readonly messages: { readonly 'zh-CN': M; readonly en: SameKeys<M> };
}

export type IconName =
  'home' | 'form' | 'list' | 'check' | 'people' | 'chart' | 'book' | 'chat' | 'village' | 'person' | 'gear' | 'radar';

/** Declares the admin half of a plugin; returns it as it is. */
export function defineAdmin<const M extends Messages>(plugin: AdminPlugin<M>): AdminPlugin<M> {
  return plugin;
}
