import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

type Size = { width: number; height: number };
type Theme = 'light' | 'dark';

export const PHONE: Size = { width: 320, height: 640 };
export const DESK: Size = { width: 1280, height: 800 };

// What can differ between the themes; all rules take four times as long.
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * Check the page as it stands for accessibility, in both themes, as narrow as a phone and
 * as wide as a desk; and that nothing is wider than the window (WCAG 1.4.10).
 */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const size of [PHONE, DESK]) {
    await expectAccessibleIn(page, size, 'light');
    await expectAccessibleIn(page, size, 'dark', COLOUR_RULES);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Check the same in one size and theme, which stay, by some rules or all. */
export async function expectAccessibleIn(
  page: Page,
  size: Size,
  theme: Theme,
  rules?: string[],
): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveClass(new RegExp(theme));
  // All frames are of this origin. The other mode opens a page for the results of each run.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  if (rules) builder.withRules(rules);
  const { violations } = await builder.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
  expect(found, `axe at ${size.width} px, ${theme}`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `overflow at ${size.width} px`).toBe(0);
}
