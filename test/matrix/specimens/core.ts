/** Places, people, grants, evidence, the viewer; and what the platform itself asks. */
import type { Specimens } from '../specimen.ts';
import { AUDITED } from '../world.ts';
import { randomUUID } from 'node:crypto';

const write = (input: object) => ({ input: { ...input, clientWriteId: randomUUID() } });
const GRANT = 'core.grant.read|core.grant.manage';

export const core: Specimens = {
  specimens: [
    {
      root: 'query viewer',
      stands: 'everywhere',
      covers: ['Viewer'],
      nested: { 'Viewer.can': '(permission: "core.person.read")' },
    },
    { root: 'query place', stands: 'anywhere', args: ({ code }) => ({ code }), covers: [] },
    ...Object.entries({ Province: '33', City: '3305', County: '330523', Township: '330523108' }).map(
      ([type, code]) => ({
        root: 'query place',
        stands: 'everywhere' as const,
        args: () => ({ code }),
        covers: [type],
        ...(type === 'Province' && { empty: { 'Province.parent': 'Nothing stands above a province.' } }),
      }),
    ),
    {
      root: 'query village',
      stands: 'village',
      args: ({ code }) => ({ code }),
      covers: [],
    },
    { root: 'query villages', stands: 'everywhere', args: () => ({ first: 1, kind: 'VILLAGE' }), covers: [] },
    {
      root: 'query people',
      stands: 'anywhere',
      args: ({ code }) => ({ within: code, first: 100 }),
      finds: 'person',
      covers: ['QueryPeopleConnection', 'QueryPeopleConnectionEdge'],
    },
    {
      root: 'query person',
      stands: 'anywhere',
      args: (target) => ({ id: target.id('person') }),
      covers: ['Person', 'Grant', 'Role'],
      sees: { Grant: GRANT, Role: GRANT },
    },
    {
      root: 'query auditLog',
      stands: 'everywhere',
      args: () => ({ first: 1, act: AUDITED }),
      covers: ['AuditEntry', 'AuditActor', 'QueryAuditLogConnection', 'QueryAuditLogConnectionEdge'],
    },
    { root: 'query auditSeal', stands: 'everywhere', args: () => ({}), covers: ['AuditSeal'] },
    { root: 'query grantableRoles', stands: 'anywhere', args: ({ code }) => ({ place: code }), covers: [] },
    {
      root: 'mutation addPerson',
      stands: 'anywhere',
      args: ({ code }) => write({ username: `new-${randomUUID().slice(0, 8)}`, name: '新人', place: code }),
    },
    {
      root: 'mutation makePersonActivation',
      stands: 'anywhere',
      args: (target) => write({ person: target.id('person') }),
    },
    {
      root: 'mutation removeSecondFactor',
      stands: 'anywhere',
      args: (target) => write({ person: target.id('person') }),
      empty: { 'mutation removeSecondFactor': 'Nobody in this world has one; whoever may take it off is told so.' },
    },
    {
      root: 'mutation beginLook',
      stands: 'anywhere',
      args: (target) => write({ person: target.id('person'), reason: '矩阵' }),
    },
    {
      root: 'mutation endLook',
      stands: 'everywhere',
      args: () => write({ id: NOBODY }),
      empty: { 'mutation endLook': 'A look is ended by whoever began it and nobody else; account.test.ts tries both.' },
    },
    {
      root: 'mutation changePerson',
      stands: 'anywhere',
      args: (target) => write({ id: target.id('person'), baseVersion: 1, name: '改名' }),
    },
    {
      root: 'mutation giveGrant',
      stands: 'anywhere',
      args: (target) =>
        write({ person: target.id('other'), role: ROLE_AT[target.code.length], place: target.code, reason: '矩阵' }),
    },
    {
      root: 'mutation endGrant',
      stands: 'anywhere',
      args: (target) => write({ id: target.code.length === 2 ? NOBODY : target.id('grant'), baseVersion: 1 }),
    },
    {
      root: 'mutation handOverGrants',
      stands: 'anywhere',
      args: (target) => write({ from: target.id('person'), to: target.id('other'), reason: '矩阵' }),
    },
    {
      root: 'mutation startUpload',
      stands: 'village',
      args: ({ code }) => write({ place: code, name: 'a.png', size: 10 }),
    },
  ],
  exempt: {
    LocalText: 'A text in two languages; what is hidden is hidden where it hangs.',
    PageInfo: 'Every list asks for it, and it is shown or refused with the list.',
    PlaceConnection: 'The children of a place are reference data; the field itself is asked.',
    PlaceEdge: 'As PlaceConnection.',
    QueryVillagesConnection: 'Villages are reference data; the root is asked.',
    QueryVillagesConnectionEdge: 'As QueryVillagesConnection.',
    Look: 'Made by beginLook, whose cells are run; nobody else is given one.',
    PersonActivation: 'Made by addPerson and makePersonActivation, whose cells are run; nobody else is given one.',
    UploadTicket: 'Made by startUpload, whose cells are run; nobody else is given one.',
    InputRefusedError: 'Tells of the input of whoever sent it.',
    VersionConflictError: 'Given to whoever may write the row only; it names its version.',
    FieldProblem: 'Part of InputRefusedError.',
    GuardFailure: 'Part of what an act answers to whoever may act.',
  },
};

const NOBODY = '00000000-0000-4000-8000-00000000dead';
/** A role that whoever gives grants at that level may give there. */
const ROLE_AT: Readonly<Record<number, string>> = {
  2: 'auditor',
  4: 'auditor',
  6: 'county',
  9: 'inspector',
  12: 'gridWorker',
};

export const platform: Specimens = {
  specimens: [
    {
      root: 'query platform',
      stands: 'everywhere',
      covers: ['Platform', 'PluginInfo', 'PluginFault'],
      sees: { PluginFault: 'platform.plugin.manage|platform.plugin.diagnose' },
      empty: {
        'PluginInfo.reason': 'Every plugin is live.',
        'PluginInfo.nextStep': 'Every plugin is live.',
      },
    },
    {
      root: 'query pluginUninstallPlan',
      stands: 'everywhere',
      args: () => ({ plugin: 'mediation' }),
      covers: ['PluginUninstallPlan', 'PluginTablePlan'],
    },
    {
      root: 'mutation pausePlugin',
      empty: { 'mutation pausePlugin': 'The core is never paused; whoever may pause plugins is told so.' },
      stands: 'everywhere',
      args: () => write({ plugin: 'core', reason: '矩阵' }),
    },
    { root: 'mutation resumePlugin', stands: 'everywhere', args: () => write({ plugin: 'core', reason: '矩阵' }) },
    {
      root: 'mutation reportPluginFault',
      stands: 'everywhere',
      args: () => write({ plugin: 'core', kind: 'PAGE', where: 'matrix', message: 'seen' }),
    },
  ],
  exempt: {
    PluginSetting: 'No bundled plugin has settings; PluginInfo.settings itself is asked.',
    PluginActRefusedError: 'Given to whoever may pause plugins only.',
  },
};
