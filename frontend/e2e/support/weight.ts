import type { Page } from '@playwright/test';

const sizes = new Map<string, Promise<number>>();

/** Return the bytes of a file as gzip makes it; small ones come as they are. */
async function sizeOf(address: string): Promise<number> {
  const headers = { 'Accept-Encoding': 'gzip' };
  const reply = await fetch(address, { method: 'HEAD', headers });
  return Number(reply.headers.get('content-length'));
}

/** Return the gzipped bytes of all scripts that a page has loaded so far. */
export async function weightOf(page: Page): Promise<number> {
  const addresses = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.endsWith('.js')),
  );
  const each = [...new Set(addresses)].map((address) => {
    const size = sizes.get(address) ?? sizeOf(address);
    sizes.set(address, size);
    return size;
  });
  return (await Promise.all(each)).reduce((sum, size) => sum + size, 0);
}
