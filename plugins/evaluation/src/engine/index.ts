/**
 * The scoring engine: standards as data, points that explain themselves.
 *
 * It is pure: nothing here reads the clock, the database or the locale. The commands alone read files.
 */
export const engineVersion = '1.0.0';

// What a standard is, and how it is loaded.
export type * from './standard.ts';
export type * from './rule.ts';
export { editionInForce, loadStandard } from './load.ts';
export type { LoadOptions, LoadedStandard, StandardProblem } from './load.ts';
export { loadFacts } from './facts.ts';
export type { Fact, FactCatalogue, FileProblem } from './facts.ts';
export { ruleSentence } from './sentence.ts';

// One answer: is it right, and what does it give?
export type * from './answer.ts';
export type { Day, Period } from './days.ts';
export type { Decimal, Rounding } from './exact.ts';
export { isRefusal } from './answer.ts';
export { validateAnswer } from './validate.ts';
export { scoreIndicator } from './score.ts';
export { checkEvidence, checkMethods } from './check.ts';

// Around one answer: vetoes, scope, levels.
export { decideVeto } from './veto.ts';
export type { VetoDecision } from './veto.ts';
export { decideScope } from './scope.ts';
export type { ScopeDecision } from './scope.ts';
export { LEVELS, standingColumn } from './columns.ts';
export type { ColumnScore, StandingScore } from './columns.ts';

// Many answers: totals, grades, the draw, years beside each other.
export { scoreVillages } from './villages.ts';
export type { VillageScore, VillagesScore } from './villages.ts';
export type { AnswerFile, VillageAnswers, VillageIndicator } from './sheets.ts';
export { readAnswers } from './answers.file.ts';
export { totalOf } from './totals.ts';
export type { Earned, Totals, Weights } from './totals.ts';
export { gradeByLines, gradeByShares, gradeOrder } from './grade.ts';
export type { Graded } from './grade.ts';
export { groupKey } from './place.ts';
export { drawSample } from './draw.ts';
export { compareYears } from './compare.ts';
export type { ComparedGroup, YearComparison, YearScores } from './compare.ts';

// The commands of `cunzhi standards`.
export { checkCommand, examplesCommand, scoreCommand } from './commands.ts';
export type { CommandResult } from './commands.ts';
