/**
 * The demonstration accounts. They exist in demonstration mode only, and name no real person.
 */
import { drizzle } from 'drizzle-orm/postgres-js';
import { addPerson } from '@cunzhi/core';
import { asOwner, type Auth } from '@cunzhi/platform';

export interface DemonstrationAccount {
  readonly username: string;
  readonly name: string;
  readonly placeCode: string;
  readonly grants: readonly (readonly [role: string, placePrefix: string])[];
  /** What one can do with it, for the list printed at start. */
  readonly does: string;
}

const YUCUN = '330523108204';

export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  { username: 'yucun', name: '演示·村文书', placeCode: YUCUN, grants: [['clerk', YUCUN], ['chair', YUCUN], ['mediator', YUCUN]], does: '余村：自评、提交、调解' },
  { username: 'tianhuangping', name: '演示·镇考评员', placeCode: '330523108', grants: [['inspector', '330523108'], ['justice', '330523108']], does: '天荒坪镇：评分、签字、看调解' },
  { username: 'anji', name: '演示·县司法局', placeCode: '330523', grants: [['county', '330523']], does: '安吉县：看进度、开评审轮次' },
  { username: 'huzhou', name: '演示·市司法局', placeCode: '3305', grants: [['city', '3305']], does: '湖州市：全市进度、发布余村经验' },
  { username: 'wuxing', name: '演示·吴兴司法局', placeCode: '330502', grants: [['county', '330502']], does: '吴兴区：看不到安吉的草稿' },
  { username: 'developer', name: '演示·插件开发者', placeCode: '3305', grants: [['developer', '3305']], does: '看接口结构，没有业务数据' },
]; // prettier-ignore

/** Adds the accounts that are missing and gives all of them this password. */
export async function ensureDemonstrationAccounts(databaseUrl: string, auth: Auth, password: string): Promise<void> {
  await asOwner(databaseUrl, async (sql) => {
    const known = new Set(
      (await sql<{ username: string }[]>`select username from core.person`).map((row) => row.username),
    );
    for (const { username, name, placeCode, grants } of demonstrationAccounts) {
      if (known.has(username)) {
        await auth.setPassword(username, password);
        continue;
      }
      const accountId = await auth.createAccount({ username, name, password });
      const given = grants.map(([role, placePrefix]) => ({ role, placePrefix }));
      await addPerson(drizzle(sql), { accountId, username, name, placeCode, grants: given }, '演示账号');
    }
  });
}
