/** Events made up from their schemas, and a plugin whose handlers all throw. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyPlugin, EventInput, PlatformEvent } from '@cunzhi/plugin';
import type { TestHost } from '../host.ts';
import { closureOf } from './closure.ts';

const PLACE = '330523108204';

/** One event of each kind that the plugin listens to, guards or works on. */
export function sampleEvents(plugin: AnyPlugin): PlatformEvent[] {
  const jobs = Object.values(plugin.jobs).flatMap((job) => ('on' in job ? [job.on] : []));
  const names = new Set([...Object.keys(plugin.on), ...Object.keys(plugin.guard), ...jobs]);
  const owners = closureOf(plugin, true);
  return [...names].flatMap((name) => {
    const owner = owners.find(({ id }) => name.startsWith(`${id}.`));
    const schema = owner?.events[name.slice((owner?.id.length ?? 0) + 1)];
    if (!owner || !schema) return [];
    const [permission = ''] = Object.keys(owner.permissions);
    return [
      {
        id: '1', cursor: '', plugin: owner.id, name, placeCode: PLACE, permission: `${owner.id}.${permission}`,
        subject: { id: randomUUID(), version: 1 }, actorId: null, occurredAt: new Date(),
        payload: sampleOf(z.toJSONSchema(schema)) as PlatformEvent['payload'],
      },
    ]; // prettier-ignore
  });
}

export function emitSample(
  host: TestHost,
  { name, placeCode, permission, subject, payload }: PlatformEvent,
): Promise<void> {
  const event: EventInput = { name, placeCode, permission, subject, payload };
  return host.asSystem((ctx) => ctx.emit(event));
}

export function withThrowingHandlers(plugin: AnyPlugin): AnyPlugin {
  const broken = async () => {
    throw new Error('a handler that always throws');
  };
  const all = <T extends object>(handlers: T) =>
    Object.fromEntries(Object.keys(handlers).map((name) => [name, broken]));
  return { ...plugin, on: all(plugin.on), guard: all(plugin.guard) };
}

/** A value that a JSON schema of an event's payload takes. */
function sampleOf(schema: unknown): unknown {
  const {
    type,
    properties,
    enum: values,
    const: only,
    anyOf,
    format,
  } = schema as Record<string, never> & {
    type?: string;
    properties?: Record<string, unknown>;
    enum?: unknown[];
    const?: unknown;
    anyOf?: unknown[];
    format?: string;
  };
  if (only !== undefined) return only;
  if (values) return values[0];
  if (anyOf) return sampleOf(anyOf[0]);
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, sampleOf(one)]));
  if (type === 'string') return format === 'uuid' ? randomUUID() : 'sample';
  if (type === 'number' || type === 'integer') return 1;
  return type === 'boolean' ? true : null;
}
