import { expect } from '@playwright/test';

import { newVisitor, settle, visit } from '../support/places';
import { test } from '../support/test';
import { shots } from './pages';

const WIDTHS = [390, 1280];
const THEMES = ['light', 'dark'] as const;

for (const shot of shots) {
  test(shot.name, async ({ browser }) => {
    const { account, context } = await newVisitor(browser, shot.as);
    const page = await context.newPage();
    await visit(page, shot.path, shot, account);
    await shot.act?.(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator('html')).toHaveClass(new RegExp(theme));
        // A dialog hides the heading from `settle`, and covers the window, not the whole page.
        const fullPage = (await page.getByRole('dialog').count()) === 0;
        if (fullPage) await settle(page);
        else await expect(page.locator('[data-skeleton]')).toHaveCount(0);
        await page.evaluate(() => scrollTo(0, 0));
        const path = `screenshots/${shot.name}-${width}-${theme}.png`;
        await page.screenshot({ path, fullPage, animations: 'disabled' });
      }
    }
    await context.close();
  });
}
