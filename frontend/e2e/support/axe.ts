import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const SIZES = [
  { width: 320, height: 640 },
  { width: 1280, height: 800 },
];

/**
 * Check the page as it stands for accessibility, in both themes, as narrow as a phone and
 * as wide as a desk; and that nothing is wider than the window (WCAG 1.4.10).
 */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveClass(new RegExp(colorScheme));
      const builder = new AxeBuilder({ page });
      // The theme changes nothing but colours, and all rules take four times as long.
      if (colorScheme === 'dark') builder.withRules(['color-contrast', 'link-in-text-block']);
      const { violations } = await builder.analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`,
      );
      expect(found, `axe at ${size.width} px, ${colorScheme}`).toEqual([]);
    }
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `overflow at ${size.width} px`).toBe(0);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
