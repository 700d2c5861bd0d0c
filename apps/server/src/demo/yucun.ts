/** Six invented Yucun cases: four published, one handed in, one draft. They tell of no real village's work. */
import type { ServiceContext } from '@cunzhi/plugin';
import { approveYucunCase, draftYucunCase, publishYucunCase, submitYucunCase } from '@cunzhi/yucun-cases';

type Elements = Parameters<typeof draftYucunCase>[1]['elements'];

interface Story {
  readonly village: string;
  readonly title: string;
  readonly elements: Elements;
  readonly summary: string;
  readonly end: 'draft' | 'submitted' | 'published';
}

const STORIES: readonly Story[] = [
  { village: '330523108204', title: '一张清单管住小微权力', elements: ['peopleDecide', 'integrityKeeps'], summary: '把村里能花钱、能盖章的事列成一张清单，按清单办，按清单查。', end: 'published' },
  { village: '330523108204', title: '矿坑复绿以后怎么分红', elements: ['economyGrows', 'ecologyBeautifies'], summary: '停了矿，办了景区，收益怎么分由村民代表会议一次次议出来。', end: 'published' },
  { village: '330523206203', title: '溪边的茶座与安静公约', elements: ['ecologyBeautifies', 'peopleDecide'], summary: '游客多了，溪边吵了；全村商量出一份安静公约，大家都守。', end: 'published' },
  { village: '330523111204', title: '院落里的议事长凳', elements: ['partyLeads', 'peaceGuards'], summary: '党员每周五在长凳上听意见，小事当场说，大事带回会上议。', end: 'published' },
  { village: '330523108207', title: '法律明白人走进农家乐', elements: ['lawGoverns'], summary: '农家乐的合同和退订纠纷，由法律明白人先看一遍再签。', end: 'submitted' },
  { village: '330523108204', title: '红白事一桌菜的约定', elements: ['virtueNurtures'], summary: '办酒标准写进村规民约，红白理事会帮着算账。', end: 'draft' },
]; // prettier-ignore

/** Writes the cases with every right, each moved on by the acts that people use. */
export async function fillYucunCases(ctx: ServiceContext): Promise<void> {
  for (const { village, title, elements, summary, end } of STORIES) {
    let current = await draftYucunCase(ctx, {
      village, title: `${title}（演示）`, elements, summary, isInvented: true, periodFrom: '2025-03-01', periodTo: '2026-09-30',
      background: '（演示，虚构）村里原来各办各的，遇到事情说法不一，办完也没有地方查。',
      practice: '（演示，虚构）先开村民代表会议定规矩，再分工到人，每季度公开一次，有意见当面答复。',
      effects: '（演示，虚构）一年里相关的意见从二十多条降到三条，办事时间也短了。',
      lessons: '（演示，虚构）规矩要大家一起定，公开要让人看得懂，答复要有期限。',
    }); // prettier-ignore
    if (end === 'draft') continue;
    const act = () => ({ id: current.id, baseVersion: current.version });
    current = await submitYucunCase(ctx, act());
    if (end === 'submitted') continue;
    current = await approveYucunCase(ctx, act());
    current = await approveYucunCase(ctx, act());
    current = await publishYucunCase(ctx, act());
  }
}
