/** What may be done to a plugin from the client: pause it, let it go on, and report what failed in a browser. */
import { BorderError, NotFoundError, UserError, type PluginBuilder } from '@cunzhi/plugin';
import { PluginActRefusedError } from '../plugins/index.ts';
import type { PluginDesk, PluginView } from './desk.ts';
import type { addFaults, addInfo } from './platform.graphql.ts';

interface Types {
  readonly PluginInfo: ReturnType<typeof addInfo>;
  readonly FaultKind: ReturnType<typeof addFaults>['FaultKind'];
}

export function addPluginActs(b: PluginBuilder, desk: PluginDesk, { PluginInfo, FaultKind }: Types): void {
  b.objectType(PluginActRefusedError, {
    name: 'PluginActRefusedError',
    description: 'This cannot be done to the plugin now; nothing was changed.',
    interfaces: [UserError],
  });
  const Result = b.errorUnion('PluginActResult', {
    description: 'The plugin as it is after an act, or why nothing was done.',
    types: [PluginInfo, PluginActRefusedError],
    resolveType: () => PluginInfo.name,
  });
  const ActInput = b.inputType('PluginActInput', {
    description: 'An act on one plugin.',
    fields: (t) => ({
      plugin: t.string({ required: true, description: 'Its id.' }),
      reason: t.string({ description: 'Why; a pause needs one, and everybody can read it.' }),
      clientWriteId: t.id({ required: true, description: 'The same id writes once.' }),
    }),
  });
  const ReportInput = b.inputType('ReportPluginFaultInput', {
    description: 'A part of a plugin that failed in the browser.',
    fields: (t) => ({
      plugin: t.string({ required: true, description: 'Its id.' }),
      kind: t.field({ type: FaultKind, required: true, description: 'SLOT or PAGE.' }),
      where: t.string({ required: true, description: 'The slot or the page.' }),
      message: t.string({ required: true, description: 'What it said; no data of people.' }),
      clientWriteId: t.id({ required: true, description: 'The same id writes once.' }),
    }),
  });
  const find = (id: string): PluginView => {
    const view = desk.list().find((one) => one.id === id);
    if (!view) throw new NotFoundError();
    return view;
  };
  b.mutations((t) => ({
    pausePlugin: t.field({
      type: Result,
      permission: 'platform.plugin.manage',
      description:
        'Pauses a plugin in every process: its fields answer null, its handlers and jobs rest, its data stay.',
      args: { input: t.arg({ type: ActInput, required: true, description: 'Which, and why.' }) },
      replay: find,
      resolve: async (_root, { input }, ctx) => {
        await desk.pause(input.plugin, input.reason ?? '', ctx.service().actor.name);
        return find(input.plugin);
      },
    }),
    resumePlugin: t.field({
      type: Result,
      permission: 'platform.plugin.manage',
      description: 'Lets a paused plugin go on, or tries one again that was set aside.',
      args: { input: t.arg({ type: ActInput, required: true, description: 'Which.' }) },
      replay: find,
      resolve: async (_root, { input }) => {
        await desk.resume(input.plugin);
        return find(input.plugin);
      },
    }),
    reportPluginFault: t.boolean({
      signedIn: true,
      description: 'Notes that a slot or a page of a plugin failed; false when no such plugin is installed.',
      args: { input: t.arg({ type: ReportInput, required: true, description: 'What failed.' }) },
      resolve: (_root, { input: { plugin, kind, where, message } }) => {
        if (kind !== 'slot' && kind !== 'page') throw onlyBrowser(kind);
        return desk.report({ plugin, kind, where, message });
      },
    }),
  }));
}

const onlyBrowser = (kind: string) =>
  new BorderError(
    'BAD_INPUT',
    {
      zh: `从网页只能报告 SLOT 或 PAGE，收到的是 ${kind.toUpperCase()}。`,
      en: `A browser reports SLOT or PAGE; got ${kind.toUpperCase()}.`,
    },
    'kind',
  );
