/**
 * The Vue half of the plugin contract: what an admin half may import, and all of it.
 *
 * Vue itself, the router and the texts of vue-i18n come through here as well, so that there is one copy of each.
 */
export { defineAdmin } from './plugin.ts';
export type {
  AdminPlugin,
  Can,
  IconName,
  Messages,
  NavItem,
  NavSection,
  PageEntry,
  SameKeys,
  SlotEntry,
} from './plugin.ts';
export type { SlotMap, SlotName } from './slots.ts';
export { graphql, readFragment } from './graphql.ts';
export type { FragmentOf, ResultOf, VariablesOf } from './graphql.ts';
export { useQuery } from './use-query.ts';
export type { QueryOptions, QueryState } from './use-query.ts';
export { useWrite } from './use-write.ts';
export type { Write, WriteInput } from './use-write.ts';
export { useUpload } from './use-upload.ts';
export type { Sending, Upload } from './use-upload.ts';
export type { Verdict, WriteError } from './verdict.ts';
export { newWriteId } from './write-id.ts';
export { useLive } from './use-live.ts';
export type { Live, LiveOptions, LiveWord } from './use-live.ts';
export { createKit, useKit, useSession } from './kit.ts';
export type { Kit, KitOptions, SlotGuest } from './kit.ts';
export type { PluginSource } from './live-plugins.ts';
export { guestPage } from './guest-page.ts';
export type { Grant, PlaceName, Platform, PluginState, Session, Viewer } from './session.ts';
export { beginLook, endLook, look, setLook } from './look.ts';
export type { Look } from './look.ts';
export { askAccount, askProviders, askWayTo } from './account.ts';
export type { AccountAnswer, AccountFailure, AccountNext, ProviderChoice } from './account.ts';
export type { Failure, FailureKind } from './failure.ts';
export {
  formatDay,
  formatInstant,
  formatList,
  formatTime,
  language,
  languages,
  localText,
  restoreChoices,
  textSize,
  textSizes,
  useTextSize,
} from './language.ts';
export type { Language, TextSize } from './language.ts';
export { useI18n } from 'vue-i18n';
export { RouterLink, useRoute, useRouter } from 'vue-router';

export { default as CheckCards } from './components/CheckCards.vue';
export { default as Confirm } from './components/Confirm.vue';
export { default as DataTable } from './components/DataTable.vue';
export { default as DateField } from './components/DateField.vue';
export { default as ErrorSummary } from './components/ErrorSummary.vue';
export { default as FailureView } from './components/FailureView.vue';
export { default as Field } from './components/Field.vue';
export { default as Icon } from './components/Icon.vue';
export { default as LiveState } from './components/LiveState.vue';
export { default as Notice } from './components/Notice.vue';
export { default as PageHead } from './components/PageHead.vue';
export { default as ProgressBar } from './components/ProgressBar.vue';
export { default as Radar } from './components/Radar.vue';
export { default as RadioCards } from './components/RadioCards.vue';
export { default as Rebuilt } from './components/Rebuilt.vue';
export { default as SaveState } from './components/SaveState.vue';
export { default as Segments } from './components/Segments.vue';
export { default as Sheet } from './components/Sheet.vue';
export { default as Skeleton } from './components/Skeleton.vue';
export { default as Slot } from './components/Slot.vue';
export { default as StateView } from './components/StateView.vue';
export { default as StatusTag } from './components/StatusTag.vue';
export { default as TraceList } from './components/TraceList.vue';
export { default as WriteFailure } from './components/WriteFailure.vue';
export { useMedia } from './components/use-media.ts';
export { useWords } from './components/use-words.ts';
export type { IconKey } from './components/icons.ts';
export type {
  CardChoice,
  Column,
  ErrorItem,
  RadarAxis,
  RadarSeries,
  SaveWord,
  TagKind,
  TraceLine,
} from './components/types.ts';
