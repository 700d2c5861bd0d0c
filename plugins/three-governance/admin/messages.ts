/**
 * The words of the three-governance plugin in both languages; a key that one of them lacks stops the build.
 *
 * The three pillars have their names from the model, not from here.
 */
import type { SameKeys } from '@cunzhi/admin';

export const zhCN = {
  auditActs: {
    recomputeGovernance: '重新计算三治得分',
  },
  card: {
    title: '三治融合',
    year: '{year} 年',
    degree: '耦合协调度 D',
    coupling: '耦合度 C',
    development: '发展度 T',
    weakest: '相对弱的一项：{pillar}',
    none: '这个村还没有三治得分。考评有分以后会出现在这里。',
    withheld: '现在还算不出',
    missing: '还缺这些指标的分：',
    complete: '{pillar}已知 {percent}',
    open: '看每一项的贡献',
    level: '水平（0 到 1）',
  },
  sheet: {
    title: '三治融合：每一项的贡献',
    how: '每一项的得分率乘权重，加起来就是这一治的水平。三治越高、越均衡，D 越大。',
    indicator: '指标',
    value: '得分率',
    weight: '权重',
    share: '贡献',
    sum: '{pillar}：{index}',
    unknown: '—',
  },
};

export const en: SameKeys<typeof zhCN> = {
  auditActs: {
    recomputeGovernance: 'Compute the three-governance score anew',
  },
  card: {
    title: 'Three-governance integration',
    year: 'Year {year}',
    degree: 'Coordination degree D',
    coupling: 'Coupling C',
    development: 'Development T',
    weakest: 'Weakest: {pillar}',
    none: 'This village has no score yet. It will appear once the assessment has points.',
    withheld: 'Cannot be computed yet',
    missing: 'Points are missing for:',
    complete: '{pillar}: {percent} known',
    open: 'See what each adds',
    level: 'Level (0 to 1)',
  },
  sheet: {
    title: 'Three-governance: what each adds',
    how: 'Share of points times weight, summed, is the level of a pillar. D grows with height and with balance.',
    indicator: 'Indicator',
    value: 'Share of points',
    weight: 'Weight',
    share: 'Adds',
    sum: '{pillar}: {index}',
    unknown: '—',
  },
};
