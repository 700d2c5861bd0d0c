/** The permissions of evaluation: answers, scores, reviews, rounds, titles. */
import type { PermissionDeclarations } from '@cunzhi/plugin';

export const permissions = {
  'answer.read': {
    zh: '看自评',
    en: 'Read self-assessments',
    roles: ['clerk', 'chair', 'inspector', 'justice', 'county', 'city'],
  },
  'answer.write': { zh: '填自评', en: 'Fill in self-assessments', roles: ['clerk', 'chair'] },
  'answer.sign': { zh: '提交自评', en: 'Hand in self-assessments', roles: ['chair'] },
  'appeal.file': { zh: '申诉', en: 'File appeals', roles: ['chair'] },
  'appeal.decide': { zh: '决定申诉', en: 'Decide appeals', roles: ['county', 'city'] },
  'score.read': { zh: '看评分', en: 'Read scores', roles: ['inspector', 'justice', 'county', 'city'] },
  'score.write': { zh: '镇街评分', en: 'Score for the township', roles: ['inspector'] },
  'score.review': { zh: '县级复核', en: 'Check for the county', roles: ['county'] },
  'review.sign': { zh: '镇街签字', en: 'Sign for the township', roles: ['justice'] },
  'visit.write': { zh: '记录现场检查', en: 'Record visits', roles: ['inspector'] },
  'round.open': { zh: '开评审轮次', en: 'Open rounds', roles: ['county', 'city'] },
  'round.close': { zh: '结束评审轮次', en: 'Close rounds', roles: ['city'] },
  'title.award': { zh: '命名', en: 'Award titles', roles: ['city'] },
  'standard.publish': { zh: '发布标准', en: 'Publish standards', roles: ['city'], placed: false },
} as const satisfies PermissionDeclarations;
