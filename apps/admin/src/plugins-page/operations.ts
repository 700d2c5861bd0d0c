/** What the page 插件 asks and does: the whole list in one query, the plan for leaving when it is wanted. */
import { graphql, type PluginState } from '@cunzhi/admin';

export interface PluginSetting {
  readonly key: string;
  readonly value: string;
  readonly description: string | null;
}
export type PluginFaultKind = 'FIELD' | 'HANDLER' | 'JOB' | 'WEBHOOK' | 'GUARD' | 'START' | 'SLOT' | 'PAGE';
export interface PluginFault {
  readonly id: string;
  readonly at: string;
  readonly kind: PluginFaultKind;
  readonly where: string;
  readonly message: string;
  readonly count: number;
}
export interface PluginInfo {
  readonly id: string;
  readonly version: string;
  readonly compat: string;
  readonly state: PluginState;
  readonly reason: string | null;
  readonly nextStep: string | null;
  readonly uses: readonly string[];
  readonly hasAdmin: boolean;
  readonly settings: readonly PluginSetting[] | null;
  readonly tables: readonly string[] | null;
  readonly guards: readonly string[] | null;
  /** Of the last 7 days, newest first. */
  readonly faults: readonly PluginFault[] | null;
}

export const pluginsQuery = graphql<{
  platform: { version: string; plugins: readonly PluginInfo[] };
}>(/* GraphQL */ `
  query Plugins {
    platform {
      version
      plugins {
        id
        version
        compat
        state
        reason
        nextStep
        uses
        hasAdmin
        settings {
          key
          value
          description
        }
        tables
        guards
        faults {
          id
          at
          kind
          where
          message
          count
        }
      }
    }
  }
`);

interface ActInput {
  readonly plugin: string;
  readonly reason?: string;
  readonly clientWriteId: string;
}
type ActResult =
  | { readonly __typename: 'PluginInfo'; readonly id: string; readonly state: PluginState }
  | { readonly __typename: 'PluginActRefusedError'; readonly code: string; readonly message: string };

export const pausePlugin = graphql<{ pausePlugin: ActResult }, { input: ActInput }>(/* GraphQL */ `
  mutation PausePlugin($input: PluginActInput!) {
    pausePlugin(input: $input) {
      __typename
      ... on PluginInfo {
        id
        state
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export const resumePlugin = graphql<{ resumePlugin: ActResult }, { input: ActInput }>(/* GraphQL */ `
  mutation ResumePlugin($input: PluginActInput!) {
    resumePlugin(input: $input) {
      __typename
      ... on PluginInfo {
        id
        state
      }
      ... on UserError {
        code
        message
      }
    }
  }
`);

export interface UninstallPlan {
  readonly plugin: string;
  readonly mode: 'KEEP' | 'EXPORT' | 'DROP';
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly fields: readonly string[];
  readonly dependants: readonly string[];
  readonly command: string;
}

export const uninstallPlanQuery = graphql<{ pluginUninstallPlan: UninstallPlan }, { plugin: string }>(/* GraphQL */ `
  query PluginUninstallPlan($plugin: String!) {
    pluginUninstallPlan(plugin: $plugin) {
      plugin
      mode
      tables {
        name
        rows
      }
      fields
      dependants
      command
    }
  }
`);
