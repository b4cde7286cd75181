// Prints the gzipped kilobytes of JavaScript that the HTML of each page names.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const OUT = fileURLToPath(new URL('../out/', import.meta.url));

/** Return the size in bytes of each page of the export, by its file name. */
export async function pageSizes() {
  const files = await readdir(OUT, { recursive: true });
  const sizes = {};
  for (const page of files.filter((file) => file.endsWith('.html')).sort()) {
    const html = await readFile(join(OUT, page), 'utf8');
    const scripts = new Set(html.match(/\/_next\/static\/[^"'\\]+\.js/g));
    // A browser of today does not load the polyfills (`nomodule`).
    const loaded = [...scripts].filter((script) => !script.includes('polyfills'));
    const bytes = await Promise.all(
      loaded.map(async (script) => gzipSync(await readFile(join(OUT, script))).length),
    );
    sizes[page] = bytes.reduce((sum, size) => sum + size, 0);
  }
  return sizes;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  for (const [page, size] of Object.entries(await pageSizes())) {
    console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${page}`);
  }
}
