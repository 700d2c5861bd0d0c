import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { PASSWORD } from './password.ts';

const VILLAGE = '/villages/330523108204';
const DESKTOP = { width: 1366, height: 768 };

const client = resolve(import.meta.dirname, '../../apps/admin');

async function signedIn(browser: Browser, username: string): Promise<Page> {
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  await page.goto('/sign-in');
  const answer = await page.request.post('/api/auth/sign-in/username', { data: { username, password: PASSWORD } });
  expect(answer.ok()).toBe(true);
  return page;
}

/** Renews a screenshot of the README; only when asked, so that a test run leaves the tree as it was. */
async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['CUNZHI_SCREENS']) await page.screenshot({ path: `docs/screens/${name}.png` });
}

test('a plugin is paused: its menu goes, its page says why, and it comes back without a reload', async ({
  browser,
}) => {
  const [admin, person] = await Promise.all([signedIn(browser, 'sysadmin'), signedIn(browser, 'huzhou')]);
  const line = person.getByRole('navigation', { name: '全部菜单' }).getByRole('link', { name: '余村经验' });
  await person.goto('/yucun');
  await expect(line).toBeVisible();

  await admin.goto('/');
  await admin.getByRole('link', { name: '插件' }).first().click();
  await admin.getByRole('link', { name: /^yucun-cases/ }).click();
  await expect(admin.getByRole('heading', { name: 'yucun-cases' })).toBeVisible();
  await admin.getByRole('button', { name: '暂停', exact: true }).click();
  await expect(admin.getByRole('dialog')).toContainText('数据一条不少');
  await admin.getByLabel('为什么暂停').fill('县里在核对案例。');
  await admin.getByRole('button', { name: '暂停这个插件' }).click();
  await expect(admin.getByText('yucun-cases 已暂停。')).toBeVisible();
  await screenshot(admin, 'plugins');

  await person.goto('/');
  await expect(person.getByRole('link', { name: '村和社区' }).first()).toBeVisible();
  await expect(line).toHaveCount(0);
  for (const path of ['/yucun', '/yucun/new', '/p/yucun-cases']) {
    await person.goto(path);
    await expect(person.getByRole('heading', { level: 1, name: '这部分功能暂停了' })).toBeVisible();
    await expect(person.getByText('县里在核对案例')).toBeVisible();
  }
  await person.goto('/yucun');

  await admin.getByRole('button', { name: '恢复', exact: true }).click();
  await admin.getByRole('button', { name: '恢复这个插件' }).click();
  await expect(admin.getByText('yucun-cases 在用了。')).toBeVisible();

  await person.getByRole('button', { name: '再看一下' }).click();
  await expect(person.getByRole('heading', { level: 1, name: '余村经验' })).toBeVisible();
  await expect(line).toBeVisible();
});

test('the plan for removing a plugin names its tables, its fields and the command, and removes nothing', async ({
  browser,
}) => {
  const admin = await signedIn(browser, 'sysadmin');
  await admin.goto('/plugins/yucun-cases');

  await admin.getByRole('button', { name: '看卸载计划' }).click();

  const plan = admin.getByRole('dialog');
  await expect(plan.getByRole('rowheader', { name: /yucun_case/ }).first()).toBeVisible();
  await expect(plan.locator('pre')).toContainText('uninstall yucun-cases');
});

test('who may neither manage nor diagnose plugins has no such page', async ({ browser }) => {
  const person = await signedIn(browser, 'yucun');

  await person.goto('/plugins');

  await expect(person.getByRole('heading', { level: 1, name: '没有这一页' })).toBeVisible();
});

test.describe('a guest that misbehaves', () => {
  const built = mkdtempSync(join(tmpdir(), 'cunzhi-bad-guest-'));

  test.beforeAll(() => {
    const env = { ...process.env, CUNZHI_CONFIG: join(import.meta.dirname, 'bad-guest/cunzhi.config.mjs') };
    const vite = join(client, 'node_modules/vite/bin/vite.js');
    const build = ['build', '--outDir', built, '--emptyOutDir', '--logLevel', 'error'];
    execFileSync(process.execPath, [vite, ...build], { cwd: client, env });
  });

  /** Somebody whose browser has the client with the bad guest; everything else comes from the real server. */
  async function withBadGuest(browser: Browser): Promise<Page> {
    const page = await signedIn(browser, 'huzhou');
    await page.route(
      (url) => !/^\/(graphql|api|files)\b/.test(url.pathname),
      (route) => {
        const file = join(built, new URL(route.request().url()).pathname);
        return route.fulfill({ path: extname(file) && existsSync(file) ? file : join(built, 'index.html') });
      },
    );
    return page;
  }

  /** Opens a page of its own, and clicks where the guest wants to be clicked. */
  async function open(page: Page, path: string, click?: string): Promise<void> {
    await page.goto('about:blank');
    await page.goto(path);
    if (click) await page.getByRole('button', { name: click }).click();
  }

  const ways = [
    { way: 'setup', click: undefined },
    { way: 'render', click: undefined },
    { way: 'mounted', click: undefined },
    { way: 'never', click: undefined },
    { way: 'handler', click: '坏按钮' },
    { way: 'watcher', click: '坏按钮' },
    { way: 'promise', click: '慢按钮' },
  ];

  test('becomes a card in its slot and a sentence on its page; the host goes on', async ({ browser }) => {
    test.setTimeout(240_000);
    const page = await withBadGuest(browser);
    const room = page.locator('[data-plugin="three-governance"]');

    for (const { way, click } of ways) {
      await test.step(`it fails at ${way}`, async () => {
        await open(page, `${VILLAGE}#${way}`, click);
        await expect(room).toContainText('这一块没能显示，其他内容不受影响。');
        await expect(room).toContainText(/编号 [0-9A-F]{4}/);
        await expect(page.getByRole('heading', { level: 1, name: '余村' })).toBeVisible();

        await open(page, `/p/three-governance/bad#${way}`, click);
        await expect(page.getByRole('heading', { level: 1, name: '这一页没能打开' })).toBeVisible();
        await page.getByRole('link', { name: '村和社区' }).first().click();
        await expect(page.getByRole('heading', { level: 1, name: '村和社区' })).toBeVisible();
      });
    }
  });

  test('is named on the page 插件, with the place and the number of the fault', async ({ browser }) => {
    const [page, admin] = await Promise.all([withBadGuest(browser), signedIn(browser, 'sysadmin')]);
    const told = page.waitForResponse((answer) => answer.request().postData()?.includes('ReportPluginFault') ?? false);
    await page.goto(`${VILLAGE}#setup`);
    const number = (await page.getByText(/^编号 /).innerText()).replace('编号 ', '');
    await told;

    await admin.goto('/plugins/three-governance');

    const faults = admin.getByRole('table', { name: '近 7 天的故障' });
    const row = faults.getByRole('row').filter({ hasText: number }).first();
    await expect(row).toContainText('插件位');
    await expect(row).toContainText('village.detail.side@1');
    await expect(row).toContainText('The bad guest fails at setup.');
  });

  test('is looked for by its slot when the address has ?slots', async ({ browser }) => {
    const page = await withBadGuest(browser);

    await page.goto(`${VILLAGE}?slots`);

    for (const slot of ['header', 'actions', 'tabs', 'side']) {
      await expect(page.getByText(`插件位 village.detail.${slot}@1`)).toBeVisible();
    }
  });
});
