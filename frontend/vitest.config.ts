import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{lib,hooks,components,constants,config,scripts}/**/*.test.{ts,tsx}'],
    // A file that needs a document asks for jsdom in its first line: that costs a second each.
    environment: 'node',
    // A module is loaded once for all files, which takes a third of the time. So a test undoes
    // what it changes in a module.
    pool: 'threads',
    isolate: false,
    // One zone far from UTC, so that a test notices a date in the zone of the machine.
    env: { TZ: 'Pacific/Kiritimati' },
  },
});
