/** Standards in GraphQL: classes, items, indicators with their words, rules and sources. 重建稿 travels with the edition. */
import type { Builder } from './builder.ts';
import { ruleSentence, type Indicator, type Names, type Standard } from './engine/index.ts';
import { wordEnum, type CoreDoor } from './doors.ts';
import { getStandard, listEditions } from './edition.loader.ts';
import { placeForm, type Forms } from './form.graphql.ts';
import type { Edition, PlacedIndicator } from './standard.rule.ts';

export const METHODS = ['papers', 'site', 'visit', 'interview', 'questionnaire', 'system', 'authority'] as const;

type PlacedClass = Pick<PlacedIndicator, 'class'> & { readonly edition: Edition };
type PlacedItem = PlacedClass & Pick<PlacedIndicator, 'item'>;

export function addStandards(b: Builder, { LocalText }: CoreDoor, { AnswerForm }: Forms) {
  const CheckMethod = wordEnum(b, 'CheckMethod', METHODS, 'How a scorer looks at something.');
  const PhotoRule = wordEnum(
    b,
    'PhotoRule',
    ['never', 'allowed', 'required'],
    'Whether a photo is wanted; never means that none is taken.',
  );
  const names = (one: Names) => ({ zh: one.zh, en: one.en });

  const Notice = b.objectRef<NonNullable<Standard['notice']>>('Notice').implement({
    description: 'What must be said wherever a reconstructed text is shown.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'The label, 重建稿.' }),
      zh: t.exposeString('zh', { description: 'The sentence in Chinese.' }),
      en: t.exposeString('en', { description: 'The sentence in English.' }),
    }),
  });
  const SourceReference = b
    .objectRef<{
      key: string;
      at: string | null;
      title: string;
      grade: string;
      url: string | null;
      inForceFrom: string | null;
    }>('SourceReference')
    .implement({
      description: 'The law or text that a requirement rests on.',
      fields: (t) => ({
        key: t.exposeString('key', { description: 'Its key in the standard.' }),
        title: t.exposeString('title', { description: 'Its title.' }),
        at: t.exposeString('at', { nullable: true, description: 'The article.' }),
        grade: t.exposeString('grade', { description: 'How sure it is: law, official, mirror, weak, academic.' }),
        url: t.exposeString('url', { nullable: true, description: 'Where it can be read.' }),
        inForceFrom: t.field({
          type: 'Date',
          nullable: true,
          description: 'From when it is in force.',
          resolve: (source) => source.inForceFrom,
        }),
      }),
    });
  const Rule = b.objectRef<Indicator>('IndicatorRule').implement({
    description: 'How an answer becomes points.',
    fields: (t) => ({
      kind: t.string({
        description: 'Kind of the rule.',
        resolve: ({ score, veto }) => (veto ? 'veto' : (score?.kind ?? 'none')),
      }),
      sentence: t.field({ type: LocalText, description: 'The rule in one plain sentence.', resolve: ruleSentence }),
    }),
  });
  const CheckRequirement = b.objectRef<Indicator['check']>('CheckRequirement').implement({
    description: 'How a scorer must look before scoring.',
    fields: (t) => ({
      methods: t.field({
        type: [CheckMethod],
        description: 'The methods.',
        resolve: (check) => (Array.isArray(check) ? check : check.all),
      }),
      all: t.boolean({
        description: 'True when every one is needed, false when any one is enough.',
        resolve: (check) => !Array.isArray(check),
      }),
    }),
  });
  const EvidenceRequirement = b.objectRef<Indicator['evidence']>('EvidenceRequirement').implement({
    description: 'What must prove an answer.',
    fields: (t) => ({
      what: t.stringList({ description: 'Papers that would do.', resolve: ({ what }) => what }),
      min: t.int({ description: 'How many pieces at least.', resolve: ({ min }) => Number(min) }),
      photo: t.field({ type: PhotoRule, description: 'Whether a photo is wanted.', resolve: ({ photo }) => photo }),
      why: t.exposeString('why', { nullable: true, description: 'Why a photo is wanted.' }),
    }),
  });

  const ClassRef = b.objectRef<PlacedClass>('StandardClass');
  const ItemRef = b.objectRef<PlacedItem>('StandardItem');
  const IndicatorRef = b.objectRef<PlacedIndicator & { readonly edition: Edition }>('Indicator').implement({
    description: 'One thing that is scored (指标).',
    fields: (t) => ({
      code: t.string({ description: 'Its code, B3.02.', resolve: ({ indicator }) => indicator.code }),
      name: t.string({
        description: 'The clause as the standard words it.',
        resolve: ({ indicator }) => indicator.name,
      }),
      how: t.string({ description: 'The same in plain words for a cadre.', resolve: ({ indicator }) => indicator.how }),
      points: t.field({ type: 'Decimal', description: 'Full marks.', resolve: ({ indicator }) => indicator.points }),
      isVeto: t.boolean({
        description: 'True for a veto, which has no points.',
        resolve: ({ indicator }) => indicator.veto !== undefined,
      }),
      isBonus: t.boolean({
        description: 'True for bonus points.',
        resolve: ({ indicator }) => indicator.role === 'bonus',
      }),
      item: t.field({ type: ItemRef, description: 'The item it stands in.', resolve: (one) => one }),
      class: t.field({ type: ClassRef, description: 'The class it stands in.', resolve: (one) => one }),
      answerForm: t.field({
        type: AnswerForm,
        description: 'How it is answered.',
        resolve: ({ indicator }) => placeForm(indicator) as never,
      }),
      rule: t.field({ type: Rule, description: 'How it is scored.', resolve: ({ indicator }) => indicator }),
      check: t.field({
        type: CheckRequirement,
        description: 'How a scorer must look.',
        resolve: ({ indicator }) => indicator.check,
      }),
      evidence: t.field({
        type: EvidenceRequirement,
        description: 'What must prove it.',
        resolve: ({ indicator }) => indicator.evidence,
      }),
      provenance: t.string({
        description: 'Whether the requirement is sourced or reconstructed.',
        resolve: ({ indicator }) => indicator.provenance,
      }),
      numbers: t.string({
        description: 'Whether its numbers are sourced or reconstructed.',
        resolve: ({ indicator }) => indicator.numbers ?? indicator.provenance,
      }),
      sources: t.field({
        type: [SourceReference],
        description: 'What it rests on.',
        resolve: ({ indicator, standard }) => sourcesOf(indicator, standard),
      }),
      notApplicable: t.string({
        nullable: true,
        description: 'When a village may declare it as not applicable: why.',
        resolve: ({ indicator }) => declarable(indicator),
      }),
      carriesOver: t.boolean({
        description: 'True when the answer of last year is offered again.',
        resolve: ({ indicator }) => 'carry' in indicator.answer && indicator.answer.carry === true,
      }),
    }),
  });
  const placed = (edition: Edition) => (one: PlacedIndicator) => ({ ...one, edition });
  ItemRef.implement({
    description: 'Indicators that belong together.',
    fields: (t) => ({
      code: t.string({ description: 'Its code, B3.', resolve: ({ item }) => item.code }),
      name: t.field({ type: LocalText, description: 'Its name.', resolve: ({ item }) => names(item.name) }),
      points: t.field({ type: 'Decimal', description: 'Full marks.', resolve: ({ item }) => item.points }),
      indicators: t.field({
        type: [IndicatorRef],
        description: 'Its indicators.',
        resolve: ({ edition, item }) => edition.indicators.filter((one) => one.item === item).map(placed(edition)),
      }),
    }),
  });
  ClassRef.implement({
    description: 'The largest part of a standard.',
    fields: (t) => ({
      code: t.string({ description: 'Its code, B.', resolve: (one) => one.class.code }),
      name: t.field({ type: LocalText, description: 'Its name.', resolve: (one) => names(one.class.name) }),
      points: t.field({ type: 'Decimal', description: 'Full marks.', resolve: (one) => one.class.points }),
      items: t.field({
        type: [ItemRef],
        description: 'Its items.',
        resolve: ({ edition, class: own }) => own.items.map((item) => ({ edition, class: own, item })),
      }),
    }),
  });
  const StandardRef = b.objectRef<Edition>('Standard').implement({
    description: 'One edition of a standard (标准).',
    fields: (t) => ({
      code: t.string({ description: 'Its code.', resolve: ({ standard }) => standard.code }),
      edition: t.string({ description: 'The edition.', resolve: ({ standard }) => standard.edition }),
      name: t.field({ type: LocalText, description: 'Its name.', resolve: ({ standard }) => names(standard.name) }),
      isReconstructed: t.boolean({
        description: 'True while it is not the official text.',
        resolve: ({ standard }) => standard.reconstructed,
      }),
      notice: t.field({
        type: Notice,
        nullable: true,
        description: 'What must be said wherever it is shown.',
        resolve: ({ standard }) => standard.notice ?? null,
      }),
      points: t.field({ type: 'Decimal', description: 'Full marks.', resolve: ({ standard }) => standard.points }),
      inForceFrom: t.field({
        type: 'Date',
        description: 'First day in force.',
        resolve: ({ standard }) => standard.inForce.from,
      }),
      inForceUntil: t.field({
        type: 'Date',
        nullable: true,
        description: 'Last day in force; null while it is.',
        resolve: ({ standard }) => standard.inForce.until,
      }),
      classes: t.field({
        type: [ClassRef],
        description: 'Its classes.',
        resolve: (edition) => edition.standard.classes.map((own) => ({ edition, class: own })),
      }),
      indicator: t.field({
        type: IndicatorRef,
        nullable: true,
        description: 'One indicator by its code.',
        args: { code: t.arg.string({ required: true, description: 'The code.' }) },
        resolve: (edition, { code }) =>
          [edition.byCode.get(code)].map((one) => (one ? { ...one, edition } : null))[0] ?? null,
      }),
    }),
  });

  b.queries((t) => ({
    standards: t.field({
      type: [StandardRef],
      signedIn: true,
      description: 'All editions of all standards.',
      resolve: (_root, _args, ctx) => listEditions(ctx),
    }),
    standard: t.field({
      type: StandardRef,
      nullable: true,
      signedIn: true,
      description: 'One edition; without its name, the one in force today.',
      args: {
        code: t.arg.string({ required: true, description: 'Code of the standard.' }),
        edition: t.arg.string({ description: 'The edition.' }),
      },
      resolve: (_root, { code, edition }, ctx) => getStandard(ctx, code, edition),
    }),
  }));
  return { CheckMethod, Notice, Standard: StandardRef, StandardClass: ClassRef, Indicator: IndicatorRef };
}

function sourcesOf({ sources = [] }: Indicator, standard: Standard) {
  return sources.flatMap(({ key, at }) => {
    const source = standard.sources[key];
    return source
      ? [
          {
            key,
            at: at ?? null,
            title: source.title,
            grade: source.grade,
            url: source.url,
            inForceFrom: source.inForceFrom ?? null,
          },
        ]
      : [];
  });
}

function declarable({ notApplicable }: Indicator): string | null {
  return notApplicable && 'declared' in notApplicable.when ? notApplicable.reason : null;
}
