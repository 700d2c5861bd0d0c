/** Three-governance in GraphQL: the model, the score of a village and year, and recomputing an area. */
import { InputRefusedError, type LocalText } from '@cunzhi/plugin';
import type { Builder, Used } from './builder.ts';
import { findModel, publishedModels, scoreByVillageAndYear, type GovernanceScore } from './governance.loader.ts';
import { weakestOf, withheldReason, type ShownContribution, type ShownPillar } from './governance.rule.ts';
import { recomputeGovernance, type GovernanceRecomputed } from './governance.service.ts';
import { lastDayOf, type GovernanceModel, type Indicator, type Pillar } from './model.ts';

const READ = 'three-governance.score.read';
const RECOMPUTE = 'three-governance.score.recompute';

export function addGovernance(b: Builder, doors: Used) {
  const { Model, Pillar } = addModel(b, doors);
  const Score = addScore(b, doors, { Model, Pillar });

  b.fields(doors.core.Village, (t) => ({
    governance: t.field({
      type: Score,
      nullable: true,
      permission: READ,
      place: (village) => village.code,
      description:
        'The three-governance score of a year; null when no model was in force or the model does not rate this place.',
      args: { year: t.arg.int({ required: true, description: 'The year.' }) },
      resolve: async ({ code, kind }, { year }, ctx) => {
        const model = await findModel(ctx, lastDayOf(year));
        return model && kind && model.rates.includes(kind)
          ? ctx.load(scoreByVillageAndYear, `${code} ${year}` as const)
          : null;
      },
    }),
  }));
  b.queries((t) => ({
    governanceModel: t.field({
      type: Model,
      nullable: true,
      signedIn: true,
      description: 'A model by its edition; without one, the model in force today. Null when there is none.',
      args: { edition: t.arg.string({ description: 'Such as 2026.' }) },
      resolve: async (_root, { edition }, ctx) => {
        if (edition == null) return findModel(ctx, ctx.now().toISOString().slice(0, 10));
        return (await ctx.load(publishedModels, 'all')).find((model) => model.edition === edition) ?? null;
      },
    }),
  }));

  const Recomputed = b.objectRef<GovernanceRecomputed>('GovernanceRecomputed').implement({
    description: 'What a recomputation did.',
    fields: (t) => ({
      villages: t.exposeInt('villages', { description: 'Villages that have a score or a withheld score now.' }),
    }),
  });
  b.mutations((t) => ({
    recomputeGovernance: t.field({
      type: Recomputed,
      permission: RECOMPUTE,
      place: (_root, { within }) => within,
      description: 'Computes and keeps the scores of all villages within a place.',
      errors: { types: [InputRefusedError] },
      args: {
        within: t.arg({ type: 'PlaceCode', required: true, description: 'The area.' }),
        year: t.arg.int({ required: true, description: 'The year.' }),
      },
      resolve: (_root, input, ctx) => recomputeGovernance(ctx.service(), input),
    }),
  }));
  return { GovernanceModel: Model, GovernanceScore: Score };
}

function addModel(b: Builder, { core, evaluation }: Used) {
  const ModelIndicator = b.objectRef<Indicator>('GovernanceModelIndicator').implement({
    description: 'One indicator of a pillar.',
    fields: (t) => ({
      source: t.exposeString('source', { description: 'An item of the standard or a fact.' }),
      name: t.field({ type: core.LocalText, nullable: true, description: 'Its name.', resolve: ({ name }) => name }),
      weight: t.expose('weight', {
        type: 'Decimal',
        description: 'Its weight in the pillar; the weights of a pillar sum to 1.',
      }),
    }),
  });
  const PillarRef = b.objectRef<Pillar>('GovernancePillar').implement({
    description: 'A pillar of village governance: self-governance, rule of law, rule of virtue.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable code.' }),
      name: t.field({ type: core.LocalText, description: 'Its name.', resolve: ({ name }) => name }),
      indicators: t.field({
        type: [ModelIndicator],
        description: 'What it is measured by.',
        resolve: ({ indicators }) => [...indicators],
      }),
    }),
  });
  const Model = b.objectRef<GovernanceModel>('GovernanceModel').implement({
    description: 'A three-governance model (三治融合模型) of one edition.',
    fields: (t) => ({
      edition: t.exposeString('edition', { description: 'The edition.' }),
      isReconstructed: t.exposeBoolean('isReconstructed', {
        description: 'True when grouping and weights are ours and not official.',
      }),
      notice: t.field({
        type: evaluation.Notice,
        nullable: true,
        description: 'What must be said wherever it is shown.',
        resolve: ({ notice }) => notice,
      }),
      pillars: t.field({ type: [PillarRef], description: 'Its pillars.', resolve: ({ pillars }) => [...pillars] }),
    }),
  });
  return { Model, Pillar: PillarRef };
}

type Inside<T> = T & { readonly model: GovernanceModel };

function addScore(b: Builder, { core }: Used, { Model, Pillar: PillarRef }: ReturnType<typeof addModel>) {
  const PillarScore = b.objectRef<Inside<ShownPillar>>('PillarScore').implement({
    description: 'How high one pillar stands.',
    fields: (t) => ({
      pillar: t.field({
        type: PillarRef,
        description: 'The pillar.',
        resolve: ({ model, code }) => pillarOf(model, code),
      }),
      index: t.expose('index', {
        type: 'Decimal',
        nullable: true,
        description: '0 to 1; null when too little is known.',
      }),
      completeness: t.expose('completeness', { type: 'Decimal', description: 'Which part of its weight is known.' }),
    }),
  });
  const Contribution = b.objectRef<Inside<ShownContribution>>('GovernanceContribution').implement({
    description: 'What one indicator adds to its pillar.',
    fields: (t) => ({
      pillar: t.exposeString('pillar', { description: 'Code of the pillar.' }),
      source: t.exposeString('source', { description: 'An item of the standard or a fact.' }),
      name: t.field({ type: core.LocalText, description: 'Its name.', resolve: nameOf }),
      value: t.expose('value', { type: 'Decimal', nullable: true, description: '0 to 1; null when nothing is known.' }),
      weight: t.expose('weight', { type: 'Decimal', description: 'Its weight in the pillar.' }),
      share: t.expose('share', {
        type: 'Decimal',
        nullable: true,
        description: 'What it adds to the index; the shares of a pillar sum to its index.',
      }),
    }),
  });
  return b.objectRef<GovernanceScore>('GovernanceScore').implement({
    description: 'The three-governance score of a village and year.',
    permission: READ,
    fields: (t) => {
      const indexOf = (code: string, description: string) =>
        t.field({
          type: 'Decimal',
          nullable: true,
          description,
          resolve: ({ pillars }) => pillars.find((one) => one.code === code)?.index,
        });
      const degree = (key: 'coupling' | 'development' | 'coordination', description: string) =>
        t.expose(key, { type: 'Decimal', nullable: true, description: `${description}; null when withheld.` });
      return {
        year: t.exposeInt('year', { description: 'The year.' }),
        model: t.field({ type: Model, description: 'The model it was computed by.', resolve: ({ model }) => model }),
        pillars: t.field({
          type: [PillarScore],
          description: 'Each pillar, in the order of the model.',
          resolve: ({ pillars, model }) => pillars.map((one) => ({ ...one, model })),
        }),
        selfGovernance: indexOf('selfGovernance', 'Index of self-governance (自治).'),
        ruleOfLaw: indexOf('ruleOfLaw', 'Index of the rule of law (法治).'),
        ruleOfVirtue: indexOf('ruleOfVirtue', 'Index of the rule of virtue (德治).'),
        coupling: degree('coupling', 'Coupling C (耦合度): how even the pillars stand'),
        development: degree('development', 'Development T (发展度): how high they stand'),
        coordination: degree('coordination', 'Coordination degree D (耦合协调度), the square root of C · T'),
        band: t.field({
          type: core.LocalText,
          nullable: true,
          description: 'The band of D.',
          resolve: ({ model, band }) => model.bands.find(({ zh }) => zh === band),
        }),
        weakestPillar: t.field({
          type: PillarRef,
          nullable: true,
          description: 'The pillar that holds the others back; null when withheld or when two share the lowest place.',
          resolve: ({ model, pillars }) => {
            const code = weakestOf(pillars);
            return code === null ? null : pillarOf(model, code);
          },
        }),
        isWithheld: t.boolean({
          description: 'True when too little is known of a pillar.',
          resolve: ({ coordination }) => coordination === null,
        }),
        withheldReason: t.field({
          type: core.LocalText,
          nullable: true,
          description: 'Why it is withheld.',
          resolve: (score) => withheldReason(score.model, score),
        }),
        missing: t.stringList({
          description: 'Indicators of which nothing is known.',
          resolve: ({ missing }) => [...missing],
        }),
        contributions: t.field({
          type: [Contribution],
          description: 'What each indicator adds.',
          resolve: ({ contributions, model }) => contributions.map((one) => ({ ...one, model })),
        }),
        computedAt: t.expose('computedAt', { type: 'DateTime', description: 'When it was computed.' }),
      };
    },
  });
}

function pillarOf({ edition, pillars }: GovernanceModel, code: string): Pillar {
  const found = pillars.find((pillar) => pillar.code === code);
  if (!found) throw new Error(`The model ${edition} has no pillar ${code}.`);
  return found;
}

function nameOf({ model, pillar, source }: Inside<ShownContribution>): LocalText {
  return pillarOf(model, pillar).indicators.find((one) => one.source === source)?.name ?? { zh: source, en: source };
}
