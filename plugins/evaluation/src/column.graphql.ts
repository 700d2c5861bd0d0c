/** Columns of score in GraphQL: one level beside the other, each with its classes. */
import type { Builder } from './builder.ts';
import type { wordEnum } from './doors.ts';
import { LEVELS, type Level } from './engine/index.ts';
import type { Assessment, KeptColumn } from './evaluation.table.ts';
import type { addStandards } from './standard.graphql.ts';
import { gradeName, type Edition } from './standard.rule.ts';

interface Shared {
  readonly standards: ReturnType<typeof addStandards>;
  readonly ScoreLevel: ReturnType<typeof wordEnum<Level>>;
}
interface ShownColumn extends KeptColumn {
  readonly level: Level;
  readonly edition: Edition;
}

export function addColumns(b: Builder, { standards, ScoreLevel }: Shared) {
  const ClassScore = b.objectRef<{ edition: Edition; code: string; points: string | null }>('ClassScore').implement({
    description: 'What one class earned in one column.',
    fields: (t) => ({
      class: t.field({
        type: standards.StandardClass,
        description: 'The class.',
        resolve: ({ edition, code }) => ({ edition, class: classOf(edition, code) }),
      }),
      points: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Points; null when the whole class was left out.',
        resolve: ({ points }) => points,
      }),
      full: t.field({
        type: 'Decimal',
        description: 'Full marks.',
        resolve: ({ edition, code }) => classOf(edition, code).points,
      }),
    }),
  });
  const ScoreColumn = b.objectRef<ShownColumn>('ScoreColumn').implement({
    description: 'The whole sheet as one level sees it.',
    fields: (t) => ({
      level: t.field({ type: ScoreLevel, description: 'Which level.', resolve: ({ level }) => level }),
      base: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Sum of the classes.',
        resolve: ({ base }) => base,
      }),
      bonus: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Bonus points, capped.',
        resolve: ({ bonus }) => bonus,
      }),
      total: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'Base and bonus.',
        resolve: ({ total }) => total,
      }),
      grade: t.exposeString('grade', {
        nullable: true,
        description: 'Key of the grade; null while something is missing.',
      }),
      gradeName: t.string({
        nullable: true,
        description: 'Name of the grade.',
        resolve: ({ grade, edition }) => (grade ? gradeName(edition.standard, grade) : null),
      }),
      isComplete: t.exposeBoolean('isComplete', { description: 'True when every indicator has an entry.' }),
      classes: t.field({
        type: [ClassScore],
        description: 'The classes, in the order of the standard.',
        resolve: ({ edition, classes }) =>
          edition.standard.classes.map(({ code }) => ({ edition, code, points: classes[code] ?? null })),
      }),
    }),
  });
  return { ScoreColumn };
}

/** The columns that there are, from the village up. */
export const columnsOf = ({ columns }: Assessment, edition: Edition): ShownColumn[] =>
  LEVELS.flatMap((level) => {
    const column = columns[level];
    return column ? [{ ...column, level, edition }] : [];
  });

function classOf(edition: Edition, code: string) {
  const found = edition.standard.classes.find((one) => one.code === code);
  if (!found) throw new Error(`There is no class ${code}.`);
  return found;
}
