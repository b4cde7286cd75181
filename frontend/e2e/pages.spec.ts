import { DESK, expectAccessibleIn, PHONE } from './support/axe';
import { type Kind, newVisitor, pathsOfPages, places, settle, visit } from './support/places';
import { expect, test as base } from './support/test';
import { weightOf } from './support/weight';

// Gzipped bytes of scripts, after what most people do on a page.
const BUDGET = 230_000;

// Next loads the pages of all links in sight, in advance, but not for robots.
const userAgent = 'Googlebot';

const KINDS = ['guest', 'user', 'admin'] as const;

type Visitor = ReturnType<typeof newVisitor>;

/** Pages for one kind of visitors share an account, and what the browser keeps of scripts. */
const test = base.extend<
  { kind: Kind; visitor: Awaited<Visitor> },
  { visitors: Partial<Record<Kind, Visitor>> }
>({
  kind: ['guest', { option: true }],
  visitors: [
    async ({}, use) => {
      const visitors: Partial<Record<Kind, Visitor>> = {};
      await use(visitors);
      for (const visitor of Object.values(visitors)) await (await visitor).context.close();
    },
    { scope: 'worker' },
  ],
  visitor: async ({ browser, visitors, kind }, use) =>
    use(await (visitors[kind] ??= newVisitor(browser, kind, { userAgent }))),
  context: async ({ visitor }, use) => use(visitor.context),
});

test('every page is walked', () => {
  expect(Object.keys(places).toSorted()).toEqual(pathsOfPages().toSorted());
});

for (const kind of KINDS) {
  test.describe(kind, () => {
    test.describe.configure({ mode: 'default' });
    test.use({ kind });

    for (const [path, place] of Object.entries(places).filter(([, { as }]) => as === kind)) {
      test(path, async ({ page, visitor }) => {
        await page.setViewportSize(DESK);
        const address = await visit(page, path, place, visitor.account);
        await expect(page).toHaveURL(address);
        await expect(page).toHaveTitle(path === '/' ? 'Sample' : /^.+ · Sample$/);
        await expectAccessibleIn(page, DESK, 'light');
        const heading = page.getByRole('heading', { level: 1 });
        const title = (await heading.textContent()) ?? '';
        await place.act?.(page);
        expect(await weightOf(page), 'bytes of scripts').toBeLessThan(BUDGET);

        // Loaded again it is the same page, on a phone and in the dark, too.
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize(PHONE);
        await page.reload();
        await settle(page);
        await expect(page).toHaveURL(address);
        await expect(heading).toHaveText(title);
        await expectAccessibleIn(page, PHONE, 'dark');
        expect(await page.evaluate(cutOff), 'navigations that are cut off').toEqual([]);
        await page.close();
      });
    }
  });
}

/** Return the names of the navigations in which one has to scroll. */
function cutOff(): (string | null)[] {
  return [...document.querySelectorAll('nav')]
    .filter((nav) => nav.scrollWidth > nav.clientWidth)
    .map((nav) => nav.ariaLabel);
}
