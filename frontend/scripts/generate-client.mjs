// Makes app/client: the client of clients/typescript, generated from openapi.json. If it is up
// to date it stays as it is, so that a running `next dev` does not lose it for a moment.
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import shared from '../../clients/typescript/openapi-ts.config.mjs';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const input = path('../openapi.json');
const source = path('../clients/typescript/src/');
const target = path('app/client/');
const stamp = `${target}.stamp`;

const names = (await readdir(source)).filter((name) => name.endsWith('.ts'));
const sources = [
  input,
  path('../clients/typescript/openapi-ts.config.mjs'),
  path('pnpm-lock.yaml'),
  ...names.map((name) => source + name),
];
const hash = createHash('sha256');
for (const file of sources) hash.update(await readFile(file));
const wanted = hash.digest('hex');

if ((await readFile(stamp, 'utf8').catch(() => '')) !== wanted) {
  const { createClient } = await import('@hey-api/openapi-ts'); // late: it takes a second
  await rm(target, { recursive: true, force: true });
  await createClient({
    ...shared,
    input,
    output: { ...shared.output, path: `${target}generated` },
    logs: { level: 'warn' },
  });
  for (const name of names) await cp(source + name, target + name);
  await writeFile(stamp, wanted);
}
