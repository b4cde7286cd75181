// Finishes `out`: names the deep links and compresses what a browser can unpack.
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const OUT = fileURLToPath(new URL('../out/', import.meta.url));
// Pages that read the last part of their address, which the export cannot know. The
// service refuses an export that names a page it does not have.
const DEEP_LINKS = ['/book-demo/manage'];
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.txt', '.json', '.map']);
// Below this size a compressed file saves no packet.
const MIN_BYTES = 1024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < MIN_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
  await writeFile(`${path}.br`, await brotli(bytes, { params }));
  await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }));
}

const deepLinks = DEEP_LINKS.filter((page) => existsSync(join(OUT, `${page}.html`)));
await writeFile(join(OUT, 'deep-links.json'), JSON.stringify(deepLinks));
const files = await readdir(OUT, { recursive: true, withFileTypes: true });
await Promise.all(
  files
    .filter((file) => file.isFile() && COMPRESSED.has(extname(file.name)))
    .map((file) => compress(join(file.parentPath, file.name))),
);
