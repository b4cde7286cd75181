import { writeFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { signUp } from '../support/account';
import { fill } from '../support/documents';
import { expect, open, openContext, test } from '../support/test';

const { SCROLLING_REPORT, SCROLLING_DOCUMENTS, SCROLLING_ROUNDS } = process.env;
const DOCUMENTS = Number(SCROLLING_DOCUMENTS);
const ROUNDS = Number(SCROLLING_ROUNDS);

/** What is loaded by scrolling, and the pixels of a step, one for each frame: a quick flick. */
const LOADED = 3000;
const STEP = 120;
const JUMPS = 40;

// The address of each view, and the role of what stands for one document in it.
const VIEWS = [
  ['list', '/documents', 'row'],
  ['grid', '/documents?view=grid', 'listitem'],
] as const;

type Frames = {
  /** Milliseconds from each frame to the next one. */
  gaps: number[];
  /** Milliseconds of each task of the page that took more than 50. */
  tasks: number[];
};

type Measured = Frames & { view: string; what: string; requests: number };

/** What `recorder` defines in the page: move in each frame until there is nothing to do. */
type Recorder = { record: (move: (now: number) => boolean) => Promise<Frames> };

/** Runs in the page before its own scripts. */
function recorder(): void {
  (window as unknown as Recorder).record = async (move) => {
    const gaps: number[] = [];
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) =>
      list.getEntries().forEach(({ duration }) => tasks.push(duration)),
    );
    observer.observe({ type: 'longtask' });
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let before = await frame();
    while (move(before)) {
      const now = await frame();
      gaps.push(now - before);
      before = now;
    }
    observer.disconnect();
    return { gaps, tasks };
  };
}

/** Scroll in the page until so many documents are loaded, and return the frames. */
function scrollDown(page: Page, step: number, loaded: number): Promise<Frames> {
  return page.evaluate(
    ([pixels, wanted]) =>
      (window as unknown as Recorder).record(() => {
        const last = [...document.querySelectorAll('[data-index]')].at(-1);
        if (Number(last?.getAttribute('data-index')) + 1 >= wanted) return false;
        scrollBy(0, pixels);
        return true;
      }),
    [step, loaded] as const,
  );
}

/** Jump to places all over what is loaded, a third of a second at each, and return the frames. */
function jump(page: Page, jumps: number): Promise<Frames> {
  return page.evaluate((count) => {
    const height = document.body.scrollHeight - 4 * innerHeight;
    let number = 0;
    let end = 0;
    return (window as unknown as Recorder).record((now) => {
      if (now < end) return true;
      if (number === count) return false;
      // The golden ratio spreads the places evenly, and each is far from the one before.
      scrollTo(0, Math.round(height * ((number * 0.618034) % 1)));
      number += 1;
      end = performance.now() + 300;
      return true;
    });
  }, jumps);
}

test('scroll', async ({ browser }) => {
  const account = await signUp();
  await fill(account, DOCUMENTS);
  const measured: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [view, path, role] of VIEWS) {
      const context = await openContext(browser, account, account.ip, {
        viewport: { width: 1280, height: 900 },
      });
      await context.addInitScript(recorder);
      const page = await context.newPage();
      let requests = 0;
      page.on('request', (request) => (requests += Number(request.url().includes('/api/'))));
      await open(page, path);
      await expect(page.getByText(`00 of ${DOCUMENTS.toLocaleString('en')}`)).toBeVisible();
      requests = 0;
      measured.push({
        view,
        what: 'scrolled',
        ...(await scrollDown(page, STEP, LOADED)),
        requests,
      });
      requests = 0;
      measured.push({ view, what: 'jumped', ...(await jump(page, JUMPS)), requests });
      // Nothing was measured if the rows are not there.
      expect(await page.getByRole('main').getByRole(role).count()).toBeGreaterThan(10);
      await context.close();
    }
  }
  writeFileSync(SCROLLING_REPORT ?? '', JSON.stringify(measured));
});
