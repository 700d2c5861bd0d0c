/** The desk of the plugins: what the schema asks the host about them, and what it may have done to them. */
import type { LocalText } from '@cunzhi/plugin';
import type { Fault, NotedFault, PluginStatus } from '../plugins/index.ts';

/** One installed plugin as people may see it. */
export interface PluginView extends PluginStatus {
  readonly version: string;
  readonly compat: string;
  readonly uses: readonly string[];
  readonly hasAdmin: boolean;
  readonly settings: readonly { readonly key: string; readonly value: string; readonly description: string | null }[];
  /** Full names, `plugin_wells.well`. */
  readonly tables: readonly string[];
  /** Full names of the events that it guards, in the order in which it is asked. */
  readonly guards: readonly string[];
}

export interface UninstallPlan {
  readonly plugin: string;
  readonly mode: 'keep' | 'export' | 'drop';
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** What would go from the schema: `Query.wells`, `Village.wells`, `type WellsWell`. */
  readonly fields: readonly string[];
  /** Installed plugins that cannot run without it; while there are any, it is not uninstalled. */
  readonly dependants: readonly string[];
  /** What to type on the server. */
  readonly command: string;
}

export interface PluginDesk {
  list(): readonly PluginView[];
  /** Of the last seven days, newest first. */
  faults(plugin: string): Promise<readonly NotedFault[]>;
  /** Notes a fault that a browser met; false when no such plugin is installed. */
  report(fault: Fault): boolean;
  /** @throws NotFoundError when no such plugin is installed. */
  plan(plugin: string): Promise<UninstallPlan>;
  /** @throws NotFoundError, or PluginActRefusedError. */
  pause(plugin: string, reason: string, by: string): Promise<void>;
  /** Lets a paused plugin go on, or tries one again that was set aside. @throws NotFoundError, or PluginActRefusedError. */
  resume(plugin: string): Promise<void>;
}

/** What the platform says of itself. */
export interface About {
  readonly version: string;
  readonly isDemonstration: boolean;
  /** Missing where a schema is only printed. */
  readonly plugins: PluginDesk | readonly [];
}

export type Sentence = LocalText | null;
