// Prints the kilobytes of JavaScript, as gzip makes them, that the HTML of each page names, and
// fails if a page is above the budget: `node scripts/page-sizes.mjs [FOLDER OF A BUILD]`.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const BUDGET = 180_000;

const folder = argv[2] ?? fileURLToPath(new URL('../out/', import.meta.url));

/** Return the bytes of a script that a browser loads: small ones are not compressed. */
async function sizeOf(script) {
  const path = join(folder, script);
  const file = await stat(`${path}.gz`).catch(() => stat(path));
  return file.size;
}

const files = await readdir(folder, { recursive: true });
const pages = files.filter((file) => file.endsWith('.html')).sort();
let isTooLarge = pages.length === 0;
for (const page of pages) {
  const html = await readFile(join(folder, page), 'utf8');
  const scripts = new Set(html.match(/\/_next\/static\/[^"'\\]+\.js/g));
  // A browser of today does not load the polyfills (`nomodule`).
  const loaded = [...scripts].filter((script) => !script.includes('polyfills'));
  const sizes = await Promise.all(loaded.map(sizeOf));
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const note = size > BUDGET ? `: more than ${BUDGET / 1000} kB` : '';
  console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${page}${note}`);
  isTooLarge ||= size > BUDGET;
}
exit(isTooLarge ? 1 : 0);
