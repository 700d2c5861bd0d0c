/** What the platform says of itself: whether this is a demonstration, which plugins are installed, and how they are. */
import { NotFoundError, type PluginBuilder } from '@cunzhi/plugin';
import { FAULT_KINDS, type FaultKind, type NotedFault } from '../plugins/index.ts';
import type { About, PluginDesk, PluginView, UninstallPlan } from './desk.ts';
import { addPluginActs } from './plugin-act.graphql.ts';

export type { About } from './desk.ts';

/** Who looks after plugins, or mends them. */
const CARERS = ['platform.plugin.manage', 'platform.plugin.diagnose'] as const;

const STATES = {
  LIVE: { value: 'live', description: 'It runs.' },
  PAUSED: { value: 'paused', description: 'Somebody paused it; its fields answer null.' },
  WAITING: { value: 'waiting', description: 'It needs another plugin first.' },
  INCOMPATIBLE: { value: 'incompatible', description: 'It does not fit this platform, or the plugins beside it.' },
  QUARANTINED: { value: 'quarantined', description: 'It is broken and was set aside.' },
  MIGRATING: { value: 'migrating', description: 'Its tables are being changed.' },
  REMOVING: { value: 'removing', description: 'It was uninstalled.' },
} as const;

export function addPlatform(b: PluginBuilder, about: About): void {
  const desk = deskOf(about);
  const faults = addFaults(b);
  const PluginInfo = addInfo(b, desk, faults);
  const Platform = b.objectRef<About>('Platform').implement({
    description: 'This installation.',
    fields: (t) => ({
      version: t.exposeString('version', { description: 'Version of the platform.' }),
      isDemonstration: t.exposeBoolean('isDemonstration', {
        description: 'True when all data are invented and accounts are printed at start.',
      }),
      plugins: t.field({
        type: [PluginInfo],
        description: 'Installed plugins, in the order of cunzhi.config.ts.',
        resolve: () => [...desk.list()],
      }),
    }),
  });
  const Plan = addPlan(b);
  b.queries((t) => ({
    platform: t.field({
      type: Platform,
      public: 'The sign-in page says that it is a demonstration, and the client shows only what is installed.',
      description: 'What runs here.',
      resolve: () => about,
    }),
    pluginUninstallPlan: t.field({
      type: Plan,
      permission: 'platform.plugin.manage',
      description: 'What would go when a plugin is uninstalled. Uninstalling itself is done on the server.',
      args: { plugin: t.arg.string({ required: true, description: 'Its id.' }) },
      resolve: (_root, { plugin }) => desk.plan(plugin),
    }),
  }));
  addPluginActs(b, desk, { PluginInfo, FaultKind: faults.FaultKind });
}

export function addFaults(b: PluginBuilder) {
  const FaultKind = b.enumType('PluginFaultKind', {
    description: 'Where a plugin failed.',
    values: Object.fromEntries(FAULT_KINDS.map((value) => [value.toUpperCase(), { value }])) as Record<
      string,
      { value: FaultKind }
    >,
  });
  const Fault = b.objectRef<NotedFault>('PluginFault').implement({
    description: 'Something that went wrong in a plugin; equal faults are counted.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      at: t.field({ type: 'DateTime', description: 'When it happened last.', resolve: ({ at }) => at }),
      kind: t.field({ type: FaultKind, description: 'Where in the plugin.', resolve: ({ kind }) => kind }),
      where: t.exposeString('where', { description: 'The field, event, job, slot or page.' }),
      message: t.exposeString('message', { description: 'What it said.' }),
      count: t.exposeInt('count', { description: 'How often.' }),
    }),
  });
  return { FaultKind, Fault };
}

export function addInfo(b: PluginBuilder, desk: PluginDesk, { Fault }: ReturnType<typeof addFaults>) {
  const State = b.enumType('PluginState', { description: 'How a plugin is.', values: STATES });
  const Setting = b.objectRef<PluginView['settings'][number]>('PluginSetting').implement({
    description: 'One setting of a plugin.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name in cunzhi.config.ts.' }),
      value: t.exposeString('value', { description: 'What it is; secrets are not shown.' }),
      description: t.exposeString('description', { nullable: true, description: 'What it does.' }),
    }),
  });
  return b.objectRef<PluginView>('PluginInfo').implement({
    description: 'One installed plugin.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'Its id.' }),
      version: t.exposeString('version', { description: 'Its own version.' }),
      compat: t.exposeString('compat', { description: 'The platform versions that it works with.' }),
      state: t.field({ type: State, description: 'How it is.', resolve: ({ state }) => state }),
      reason: t.string({
        nullable: true,
        description: 'Why it is in this state.',
        resolve: ({ reason }, _args, ctx) => reason?.[ctx.locale],
      }),
      nextStep: t.string({
        nullable: true,
        description: 'What to do about it.',
        resolve: ({ nextStep }, _args, ctx) => nextStep?.[ctx.locale],
      }),
      uses: t.stringList({ description: 'Plugins that it builds on.', resolve: ({ uses }) => [...uses] }),
      hasAdmin: t.exposeBoolean('hasAdmin', { description: 'True when it has pages or parts of pages.' }),
      settings: t.field({
        type: [Setting],
        nullable: true,
        permission: CARERS,
        description: 'Its settings; for those who look after plugins.',
        resolve: ({ settings }) => [...settings],
      }),
      tables: t.stringList({
        nullable: true,
        permission: CARERS,
        description: 'Its tables; for those who look after plugins.',
        resolve: ({ tables }) => [...tables],
      }),
      guards: t.stringList({
        nullable: true,
        permission: CARERS,
        description: 'Events that it may refuse; for those who look after plugins.',
        resolve: ({ guards }) => [...guards],
      }),
      faults: t.field({
        type: [Fault],
        nullable: true,
        permission: CARERS,
        description: 'What went wrong in the last 7 days, newest first, at most 50; for those who look after plugins.',
        resolve: async ({ id }) => [...(await desk.faults(id))],
      }),
    }),
  });
}

function addPlan(b: PluginBuilder) {
  const Mode = b.enumType('PluginUninstall', {
    description: 'What becomes of the tables of a plugin that is uninstalled.',
    values: {
      KEEP: { value: 'keep', description: 'They stay.' },
      EXPORT: { value: 'export', description: 'They are written to files, then dropped.' },
      DROP: { value: 'drop', description: 'They are dropped.' },
    } as const,
  });
  const Table = b.objectRef<UninstallPlan['tables'][number]>('PluginTablePlan').implement({
    description: 'A table of a plugin.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its full name.' }),
      rows: t.exposeInt('rows', { description: 'How many rows it has.' }),
    }),
  });
  return b.objectRef<UninstallPlan>('PluginUninstallPlan').implement({
    description: 'What would go with a plugin.',
    fields: (t) => ({
      plugin: t.exposeString('plugin', { description: 'Its id.' }),
      mode: t.field({ type: Mode, description: 'What becomes of its tables.', resolve: ({ mode }) => mode }),
      tables: t.field({ type: [Table], description: 'Its tables.', resolve: ({ tables }) => [...tables] }),
      fields: t.stringList({
        description: 'Types and fields that would go; documents that ask for them would fail.',
        resolve: ({ fields }) => [...fields],
      }),
      dependants: t.stringList({
        description: 'Plugins that need it; uninstall them first.',
        resolve: ({ dependants }) => [...dependants],
      }),
      command: t.exposeString('command', { description: 'What to type on the server.' }),
    }),
  });
}

/** Where a schema is only printed, nobody is at the desk. */
function deskOf({ plugins }: About): PluginDesk {
  if ('list' in plugins) return plugins;
  const nobody = async (): Promise<never> => {
    throw new NotFoundError();
  };
  return { list: () => [], faults: async () => [], report: () => false, plan: nobody, pause: nobody, resume: nobody };
}
