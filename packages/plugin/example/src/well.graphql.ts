/** Wells in GraphQL: mapped to their tables, field by field, without a resolver. */
import type { Builder, Used } from './builder.ts';
import { lettersOf, withAtLeast } from './well.query.ts';
import { reading, well } from './well.table.ts';

export function addWells(b: Builder, core: Used['core']) {
  const Well = b.entity('WellsWell', well, { description: 'A village well.' });
  const Reading = b.entity('WellsReading', reading, { description: 'What stood in a well at one time.' });

  b.fields(Well, (t) => ({
    id: t.id(),
    name: t.column('name', { description: 'Its name.' }),
    owner: t.column('owner', { description: 'Whose it is.', permission: 'wells.owner.read' }),
    lowSince: t.column('lowSince', { description: 'The day since when it is low.' }),
    village: t.one(core.Village, { description: 'Where it is.', by: 'placeCode' }),
    readings: t.connection(Reading, {
      description: 'What was read in it, the newest first.',
      orderBy: { at: 'desc' },
      max: 20,
      args: { least: t.arg.int({ description: 'Only readings of at least so many litres.' }) },
      where: withAtLeast,
    }),
    letters: t.expression('Int', lettersOf, { description: 'How many letters its name has.' }),
    label: t.string({ description: 'Name and place.', resolve: (row) => `${row.name} ${row.placeCode}` }),
  }));
  b.fields(Reading, (t) => ({
    id: t.id(),
    at: t.column('at', { description: 'When.' }),
    litres: t.column('litres', { description: 'How much stood in it.' }),
    well: t.one(Well, { description: 'Of which well.' }),
  }));
  b.fields(core.Village, (t) => ({
    wells: t.connection(Well, { description: 'Its wells.', by: 'placeCode', orderBy: { name: 'asc' } }),
  }));
  b.queries((t) => ({
    wells: t.connection(Well, { description: 'All wells within reach.', orderBy: { name: 'asc' } }),
    wellsWell: t.one(Well, { description: 'One well.' }),
  }));
  return { Well, Reading };
}
