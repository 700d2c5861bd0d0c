import { expect, test, type Browser, type Page } from '@playwright/test';
import { PASSWORD } from './password.ts';

const YUCUN = '330523108204';

async function signedIn(browser: Browser, username: string, size = { width: 1366, height: 768 }): Promise<Page> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  await page.goto('/sign-in');
  const answer = await page.request.post('/api/auth/sign-in/username', { data: { username, password: PASSWORD } });
  expect(answer.ok()).toBe(true);
  return page;
}

test('a person signs in by name and password', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('用户名').fill('yucun');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toContainText('您好');
});

test('a clerk answers on a phone and finds the answer again after a reload', async ({ browser }) => {
  const page = await signedIn(browser, 'yucun', { width: 360, height: 780 });
  await page.goto('/answers/A1.01');
  await expect(page.getByText('重建稿').first()).toBeVisible();
  const saved = page.waitForResponse((response) => response.request().postData()?.includes('saveAnswer') ?? false);
  await page.getByText('党组织健全', { exact: true }).click();
  await saved;

  await page.reload();

  await expect(page.getByRole('checkbox', { name: '党组织健全' })).toBeChecked();
});

test('a case registered in one browser appears in another within a second of its event', async ({ browser }) => {
  const [inspector, mediator] = await Promise.all([signedIn(browser, 'tianhuangping'), signedIn(browser, 'yucun')]);
  await inspector.goto('/cases');
  const waiting = inspector.getByText('还没有编号');
  await expect(waiting.first()).toBeVisible();
  const before = await waiting.count();

  const registered = await mediator.request.post('/graphql', {
    headers: { 'x-cunzhi-client': 'journey/1.0.0' },
    data: {
      query: 'mutation ($input: RegisterMediationCaseInput!) { registerMediationCase(input: $input) { __typename } }',
      variables: {
        input: {
          village: YUCUN,
          type: 'D02',
          facts: '（演示，虚构）两户为晒谷场先后有不同看法。',
          clientWriteId: `journey-${Date.now()}-000000`,
        },
      },
    },
  });
  expect(await registered.json()).toEqual({ data: { registerMediationCase: { __typename: 'MediationCase' } } });

  await expect(waiting).toHaveCount(before + 1);
});
