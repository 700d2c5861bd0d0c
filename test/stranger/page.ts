/** What a village clerk sees of a plugin that somebody else wrote: its page from the menu, its card beside the village. */
import { chromium, expect } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../journeys/chromium.ts';

const YUCUN = '330523108204';

export interface Expected {
  readonly url: string;
  readonly password: string;
  readonly id: string;
  readonly title: string;
}

/** @throws when something is not shown, or the page had a fault of its own. Resolves when the plugin's page is seen. */
export async function lookAtPlugin({ url, password, id, title }: Expected, seenPage: () => void): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
  try {
    const page = await browser.newPage({ baseURL: url, locale: 'zh-CN' });
    page.setDefaultTimeout(30_000);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));

    await page.goto('/');
    await page.getByLabel('用户名').fill('yucun');
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();

    await page.getByRole('link', { name: title }).first().click();
    await expect(page).toHaveURL(new RegExp(`/p/${id}$`));
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.getByText(`这一页由插件 ${id} 提供。`)).toBeVisible();
    await expect(page.getByText('一村一品')).toBeVisible();
    seenPage();

    await page.goto(`/villages/${YUCUN}`);
    const card = page.getByRole('complementary').filter({ has: page.getByRole('heading', { name: '问候' }) });
    await expect(card.getByText('欢迎到余村')).toBeVisible();
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
  }
}
