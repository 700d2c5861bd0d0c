/** Thirty invented mediation cases: no real person, no real dispute; each text says so. */
import type { ServiceContext } from '@cunzhi/plugin';
import {
  acceptCase,
  recordOralAgreement,
  registerCase,
  startMediation,
  terminateCase,
  type MediationCase,
} from '@cunzhi/mediation';
import type { Chance } from './random.ts';

const STORIES = [
  ['D02', '两户为院墙边的排水沟由谁清理有不同看法。', '水沟由两户每月轮流清理，费用各半。'],
  ['D02', '一户晚上修车声音大，邻居请求调解。', '晚上九点以后不再修车。'],
  ['D02', '两户为共用巷道停放农用车发生争执。', '车辆停到村口停车场，巷道留出两米。'],
  ['D04', '租地种茶的租金晚付了两个月，双方请村里调解。', '租金分两次付清，先付一半。'],
] as const;

/** Where each of the cases of one handler stands at the end, and in which village. */
export interface InventedCase {
  readonly village: string;
  readonly end: 'registered' | 'accepted' | 'inMediation' | 'agreed' | 'terminated';
}

/** Writes the cases as their handler, each moved on by the acts that people use. */
export async function fillMediation(
  ctx: ServiceContext,
  cases: readonly InventedCase[],
  chance: Chance,
): Promise<void> {
  for (const { village, end } of cases) {
    const [type, facts, agreement] = chance.pick(STORIES);
    const registered = await registerCase(ctx, {
      village,
      type,
      facts: `（演示，虚构）${facts}`,
      parties: inventParties(chance),
    });
    if (end === 'registered') continue;
    const accepted = await acceptCase(ctx, next(registered));
    if (end === 'accepted') continue;
    const started = await startMediation(ctx, next(accepted));
    if (end === 'agreed') await recordOralAgreement(ctx, { ...next(started), content: `（演示，虚构）${agreement}` });
    if (end === 'terminated')
      await terminateCase(ctx, {
        ...next(started),
        reason: 'EVENT',
        note: '（演示）双方改走其他途径。',
        alternativesTold: true,
      });
  }
}

/** Two sides with invented names; the numbers have the right form and are nobody's: no region has the code 990000,
 * nobody alive was born in 1800, and no local number begins with 0. */
const inventParties = (chance: Chance) => [
  {
    role: 'APPLICANT' as const,
    name: `演示·${chance.pick(NAMES)}甲`,
    idNumber: '990000180001010025',
    phone: '0572-00000001',
    address: '（演示）某村一路1号',
  },
  { role: 'RESPONDENT' as const, name: `演示·${chance.pick(NAMES)}乙`, phone: '0572-00000002' },
];
const NAMES = ['张', '王', '李', '赵', '周', '吴'] as const;

const next = ({ id, version }: MediationCase) => ({ id, baseVersion: version });
