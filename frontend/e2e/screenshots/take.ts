import { expect, type Page } from '@playwright/test';

import { promote, signUp } from '../support/account';
import { open, openContext, test } from '../support/test';
import { type Shot, shots } from './pages';

const WIDTHS = [390, 1280];
const THEMES = ['light', 'dark'] as const;

async function accountOf({ as, prepare }: Shot) {
  if (!as) return undefined;
  const account = await signUp();
  if (as === 'admin') await promote(account);
  await prepare?.(account);
  return account;
}

/** Wait until what the page shows is there: its heading, its data, its pictures. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[data-skeleton]')).toHaveCount(0);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
}

for (const shot of shots) {
  test(shot.name, async ({ browser }) => {
    const context = await openContext(browser, await accountOf(shot));
    const page = await context.newPage();
    await open(page, shot.path);
    await settle(page);
    await shot.act?.(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator('html')).toHaveClass(new RegExp(theme));
        const path = `screenshots/${shot.name}-${width}-${theme}.png`;
        await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      }
    }
    await context.close();
  });
}
