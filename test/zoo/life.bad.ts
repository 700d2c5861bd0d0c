/** Bad in what they declare to do and in how they start: events, facts, jobs, services, setup. */
import { core } from '@cunzhi/core';
import { defineEvents, definePlugin, type FactDefinition } from '@cunzhi/plugin';
import { compat, loose } from './zoo.ts';
import { wells } from './wells.ts';
import type { Caged } from './cases.ts';

const load: FactDefinition['load'] = async () => new Map();
const run = async () => {};
const fails = (message: string) => () => {
  throw new Error(message);
};
const counter = definePlugin({ id: 'counter', compat, facts: { 'counter.count': { unit: '口', load } } });

export const badLives = (): Caged[] => [
  { what: 'events declared for another plugin', plugin: loose({ id: 'event-thief', compat, events: defineEvents('wells', {}) }), is: ['QUARANTINED', "The events of event-thief were declared by defineEvents('wells', …)."] },
  { what: 'a handler for an event that nobody declares', plugin: loose({ id: 'deaf', compat, uses: { wells }, on: { 'wells.well.full': run } }), is: ['QUARANTINED', 'on of deaf listens to wells.well.full, which nobody declares.'] },
  { what: 'a guard for an event that nobody declares', plugin: loose({ id: 'blind-guard', compat, uses: { core }, guard: { 'core.place.moved': run } }), is: ['QUARANTINED', 'guard of blind-guard listens to core.place.moved, which nobody declares.'] },
  { what: 'a guard for an event of a plugin that it does not use', plugin: loose({ id: 'eavesdropper', compat, guard: { 'wells.well.dry': run } }), is: ['QUARANTINED', 'guard of eavesdropper listens to wells.well.dry, but wells is not in its uses.'] },
  { what: 'a job after an event that nobody declares', plugin: loose({ id: 'jobless', compat, uses: { wells }, jobs: { clean: { on: 'wells.well.full', run } } }), is: ['QUARANTINED', 'jobs.clean of jobless listens to wells.well.full, which nobody declares.'] },
  { what: 'a job whose schedule is a word', plugin: definePlugin({ id: 'daily', compat, jobs: { clean: { cron: 'daily', run } } }), is: ['QUARANTINED', 'The job clean of daily'] },
  { what: 'a job at minute 99', plugin: definePlugin({ id: 'minute-99', compat, jobs: { clean: { cron: '99 6 * * *', run } } }), is: ['QUARANTINED', 'The job clean of minute-99 has the schedule "99 6 * * *", which is none.'] },
  { what: 'a job that does nothing', plugin: loose({ id: 'no-run', compat, jobs: { clean: { cron: '0 6 * * *' } } }), is: ['QUARANTINED', 'The job clean of no-run is not complete.'] },
  { what: 'a fact without a unit', plugin: definePlugin({ id: 'no-unit', compat, facts: { 'no-unit.count': { unit: '', load } } }), is: ['QUARANTINED', 'The fact no-unit.count of no-unit has no unit.'] },
  { what: 'a fact that says not whose it is', plugin: loose({ id: 'no-owner', compat, facts: { count: { unit: '口', load } } }), is: ['QUARANTINED', 'The fact "count" of no-owner names no owner.'] },
  { what: 'a fact that another plugin publishes', plugin: definePlugin({ id: 'fact-taker', compat, facts: { 'counter.count': { unit: '口', load } } }), beside: [counter], is: ['QUARANTINED', 'The fact counter.count is published by counter; fact-taker publishes it again.'] },
  { what: 'services that throw', plugin: definePlugin({ id: 'bad-services', compat, services: fails('no pump') }), is: ['QUARANTINED', 'The services of bad-services failed: no pump.'] },
  { what: 'services that take time', plugin: definePlugin({ id: 'slow-services', compat, services: async () => ({}) }), is: ['QUARANTINED', 'it returned a promise'] },
  { what: 'services that take time, then throw', plugin: definePlugin({ id: 'late-services', compat, services: async () => fails('too late to say')() }), is: ['QUARANTINED', 'it returned a promise'] },
  { what: 'a registry filled after it was sealed', plugin: definePlugin({ id: 'late-guest', compat, uses: { wells }, graphql: (_b, { wells: { gauges } }) => gauges.add('a gauge') }), is: ['QUARANTINED', 'late-guest fills a registry after it was sealed. Add in `services`, not later.'] },
  { what: 'a registry filled in setup', plugin: definePlugin({ id: 'later-guest', compat, uses: { wells }, services: (_own, { wells: { gauges } }) => gauges, setup: async ({ services }) => services.add('a gauge') }), is: ['QUARANTINED', 'The setup of later-guest failed: later-guest fills a registry after it was sealed.'] },
  { what: 'a setup that throws', plugin: definePlugin({ id: 'no-start', compat, setup: async () => fails('the sensor does not answer')() }), is: ['QUARANTINED', 'The setup of no-start failed: the sensor does not answer.'] },
  { what: 'a setup that throws no error', plugin: definePlugin({ id: 'no-error', compat, setup: () => Promise.reject(undefined) }), is: ['QUARANTINED', 'The setup of no-error failed: '] },
  { what: 'a setup that hangs', plugin: definePlugin({ id: 'endless-start', compat, uses: { core }, setup: () => new Promise(() => {}) }), is: ['QUARANTINED', 'The setup of endless-start failed: it took longer than 0.3 s.'] },
]; // prettier-ignore
