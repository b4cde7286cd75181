import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

type Size = { width: number; height: number };
type Theme = 'light' | 'dark';

export const PHONE: Size = { width: 320, height: 640 };
export const DESK: Size = { width: 1280, height: 800 };

const TURNS = [
  [PHONE, 'dark'],
  [DESK, 'light'],
] as const;
const ALL = [...TURNS, [PHONE, 'light'], [DESK, 'dark']] as const;
const checksOf = new WeakMap<Page, number>();

/**
 * Check the page as it stands for accessibility, and that nothing is wider than the window
 * (WCAG 1.4.10): as narrow as a phone and dark, the next state of this page as wide as a desk
 * and light, and so on. E2E_THOROUGH=1 checks each state in both sizes and themes, which makes
 * a run half as long again.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  const earlier = checksOf.get(page) ?? 0;
  checksOf.set(page, earlier + 1);
  const turn = TURNS[earlier % TURNS.length] ?? TURNS[0];
  for (const [size, theme] of process.env.E2E_THOROUGH === '1' ? ALL : [turn]) {
    await expectAccessibleIn(page, size, theme);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Check the same in one size and theme, which stay. */
export async function expectAccessibleIn(page: Page, size: Size, theme: Theme): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveClass(new RegExp(theme));
  // All frames are of this origin. The other mode opens a page for the results of each run.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await builder.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
  expect(found, `axe at ${size.width} px, ${theme}`).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `overflow at ${size.width} px`).toBe(0);
}
