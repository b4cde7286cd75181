// Makes app/client: the client of clients/typescript, generated from openapi.json.
import { cp, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { createClient } from '@hey-api/openapi-ts';

import shared from '../../clients/typescript/openapi-ts.config.mjs';

const source = fileURLToPath(new URL('../../clients/typescript/src/', import.meta.url));
const target = fileURLToPath(new URL('../app/client/', import.meta.url));
const input = fileURLToPath(new URL('../../openapi.json', import.meta.url));

await rm(target, { recursive: true, force: true });
await createClient({
  ...shared,
  input,
  output: { ...shared.output, path: `${target}generated` },
  logs: { level: 'warn' },
});
for (const name of await readdir(source)) {
  if (name.endsWith('.ts')) await cp(`${source}${name}`, `${target}${name}`);
}
