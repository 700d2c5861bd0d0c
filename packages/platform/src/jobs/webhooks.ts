/**
 * Webhooks: another system is told of events, as a signed POST whose body is the answer to a stored GraphQL document.
 *
 * What it is told is what a role at a place may read, asked anew for each event; only the configured address is ever called.
 */
import { execute, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { SetupError, UserError, type Actor, type PlatformEvent, type Webhook } from '@cunzhi/plugin';
import { decide, roleActor, type Permissions } from '../access/index.ts';
import type { Connections } from '../database/index.ts';
import type { EventCatalogue } from '../events/index.ts';
import { PluginFieldError } from '../schema/index.ts';
import type { MakeOperation, NoteWorkFault, Reader } from './reader.ts';
import { sign } from './signature.ts';

export interface WebhooksOptions {
  readonly webhooks: readonly Webhook[];
  readonly permissions: Permissions;
  readonly connections: Pick<Connections, 'app'>;
  readonly makeOperation: MakeOperation;
  readonly getSchema: () => GraphQLSchema;
  readonly events: EventCatalogue;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False while a plugin of the configuration is set aside: what a webhook then lacks may come back with it. */
  readonly isWhole: boolean;
  readonly noteFault: NoteWorkFault;
}

interface Ready extends Webhook {
  readonly secret: string;
  readonly parsed: DocumentNode;
  readonly actor: Actor;
}

const LIMIT_MS = 10_000;

/**
 * The readers of the configured webhooks. One that lacks a plugin which is set aside keeps its place and rests.
 *
 * @throws SetupError with everything else that is wrong.
 */
export function openWebhooks(options: WebhooksOptions): Reader[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const ready = options.webhooks.flatMap((webhook): Ready[] => {
    const wrong = problemsOf(webhook, options);
    if (ids.has(webhook.id)) wrong.push('has the id of another one. Give each its own.');
    ids.add(webhook.id);
    const lacking = wrong.length > 0 ? [] : lacksOf(webhook, options);
    if (options.isWhole) wrong.push(...lacking);
    else if (lacking.length > 0) noteRest(webhook, lacking, options);
    problems.push(...wrong.map((problem) => `The webhook "${webhook.id}" ${problem}`));
    if (wrong.length + lacking.length > 0) return [];
    const actor = roleActor(`webhook:${webhook.id}`, webhook.as, options.permissions);
    return [{ ...webhook, actor, parsed: parse(webhook.document), secret: options.env[webhook.secretEnv] ?? '' }];
  });
  if (problems.length > 0) throw new SetupError(problems);
  return ready.map((webhook) => ({
    kind: 'webhook',
    plugin: '',
    name: webhook.id,
    events: webhook.events,
    actor: webhook.actor,
    deliver: async (_ctx, event) => {
      // Not within its reach: it does not hear of it, as no other reader of this role would.
      if (!decide(options.permissions, webhook.actor, event.permission, event.placeCode).allow) return;
      await post(webhook, event, await answer(webhook, event, options));
    },
  }));
}

function noteRest({ id, events }: Webhook, lacking: readonly string[], { noteFault }: WebhooksOptions): void {
  const plugin = events[0]?.split('.')[0] ?? '';
  noteFault({
    plugin,
    kind: 'webhook',
    where: id,
    message: `Rests until all plugins run again: it ${lacking.join(' ')}`,
  });
}

/** What is wrong with it whatever is installed. */
function problemsOf({ url, secretEnv, events, document, as }: Webhook, { env }: WebhooksOptions): string[] {
  const problems: string[] = [];
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    problems.push(`has the address "${url}"; it must begin with https:// or http://.`);
  if (!env[secretEnv]) problems.push(`signs with ${secretEnv}, which is not set. Set it in the environment.`);
  if (events.length === 0) problems.push('names no events. Name at least one, for example mediation.case.registered.');
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(as.place))
    problems.push(`reads at the place "${as.place}"; a place has 2, 4, 6, 9 or 12 digits.`);
  return [...problems, ...problemsOfDocument(document)];
}

function problemsOfDocument(document: string): string[] {
  try {
    const operations = parse(document).definitions.filter((one) => one.kind === 'OperationDefinition');
    if (operations.length !== 1 || operations[0]?.operation !== 'query')
      return ['has a document that is not exactly one query. Ask with one `query`.'];
    const names = operations[0].variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    return names
      .filter((name) => name !== 'subject' && name !== 'place')
      .map((name) => `has a document with the variable $${name}; there are $subject: ID! and $place: PlaceCode!.`);
  } catch (error) {
    return [`has a document that cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** What it names that the running plugins do not have. */
function lacksOf({ events, document, as }: Webhook, options: WebhooksOptions): string[] {
  const there = options.events.names.join(', ');
  const lacks = events
    .filter((name) => !options.events.has(name))
    .map((name) => `wants the event ${name}, which no running plugin declares. There are: ${there}.`);
  if (![...options.permissions.values()].some(({ roles }) => roles.has(as.role)))
    lacks.push(`reads as the role ${as.role}, which holds no permission. Name a role that may read what it asks for.`);
  const misfits = validate(options.getSchema(), parse(document));
  return [...lacks, ...misfits.map(({ message }) => `has a document that does not fit the schema: ${message}`)];
}

async function answer(webhook: Ready, event: PlatformEvent, options: WebhooksOptions): Promise<string> {
  const schema = options.getSchema();
  const [problem] = validate(schema, webhook.parsed);
  if (problem) throw new Error(`The document no longer fits the schema: ${problem.message}`);
  const operation = options.makeOperation(webhook.actor, options.connections.app);
  await operation.open();
  try {
    const variableValues = { subject: event.subject.id, place: event.placeCode };
    return JSON.stringify(
      tellable(await execute({ schema, document: webhook.parsed, variableValues, contextValue: operation })),
    );
  } finally {
    await operation.close();
  }
}

/** Refusals are part of the answer, by path and code; a fault is tried again instead of being told. */
function tellable({ data, errors }: ExecutionResult): object {
  if (!errors?.length) return { data };
  return {
    data,
    errors: errors.map((error) => {
      const { originalError: cause, path, extensions } = error;
      const isToldWhy =
        cause instanceof UserError || (cause instanceof PluginFieldError && cause.code === 'PLUGIN_PAUSED');
      const code: unknown = isToldWhy ? cause.code : extensions['code'];
      if (typeof code !== 'string') throw error;
      return { path, extensions: { code } };
    }),
  };
}

async function post({ url, secret }: Ready, event: PlatformEvent, body: string): Promise<void> {
  const timestamp = Math.floor(Date.now() / 1000);
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMIT_MS),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'cunzhi-webhook/1',
      'cunzhi-signature': sign(secret, timestamp, body),
      'cunzhi-timestamp': String(timestamp),
      'cunzhi-event': event.name,
      'cunzhi-event-id': event.id,
      'cunzhi-subject': event.subject.id,
      'cunzhi-subject-version': String(event.subject.version),
    },
    body,
  });
  await response.body?.cancel();
  if (response.ok) return;
  const why =
    response.status >= 300 && response.status < 400 ? ' (redirects are not followed: configure the last address)' : '';
  throw new Error(`The receiver answered ${response.status}${why}.`);
}
