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
  /** Who it stands for, for the list printed at start; what one can do with it depends on the installed plugins. */
  readonly is: string;
}

const YUCUN = '330523108204';

export const demonstrationAccounts: readonly DemonstrationAccount[] = [
  { username: 'yucun', name: '演示·村文书', placeCode: YUCUN, grants: [['clerk', YUCUN], ['chair', YUCUN], ['mediator', YUCUN]], is: '余村：文书、主任、调解员' },
  { username: 'tianhuangping', name: '演示·镇考评员', placeCode: '330523108', grants: [['inspector', '330523108'], ['justice', '330523108']], is: '天荒坪镇：考评员、司法所' },
  { username: 'anji', name: '演示·县司法局', placeCode: '330523', grants: [['county', '330523']], is: '安吉县司法局' },
  { username: 'huzhou', name: '演示·市司法局', placeCode: '3305', grants: [['city', '3305']], is: '湖州市司法局' },
  { username: 'wuxing', name: '演示·吴兴司法局', placeCode: '330502', grants: [['county', '330502']], is: '吴兴区司法局：看不到安吉的草稿' },
  { username: 'sysadmin', name: '演示·系统管理员', placeCode: '3305', grants: [['admin', '3305']], is: '系统管理员：看插件、暂停插件，没有业务数据' },
  { username: 'auditor', name: '演示·审计员', placeCode: '3305', grants: [['auditor', '3305']], is: '审计员：看审计记录，没有业务数据' },
  { username: 'developer', name: '演示·插件开发者', placeCode: '3305', grants: [['developer', '3305']], is: '看接口结构，没有业务数据' },
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
