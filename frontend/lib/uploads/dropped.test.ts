// @vitest-environment node
import { expect, test } from 'vitest';

import { droppedFiles, hasFiles, pastedFiles } from '@/lib/uploads/dropped';

const file = (name: string) => new File(['x'], name, { type: 'image/png', lastModified: 7 });

/** A folder whose entries come two at a time, as those of a browser come a hundred at a time. */
function folder(name: string, entries: unknown[]) {
  return {
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      let read = 0;
      return {
        readEntries: (resolve: (found: unknown[]) => void) => {
          resolve(entries.slice(read, read + 2));
          read += 2;
        },
      };
    },
  };
}

function leaf(name: string) {
  const entry = { name, isFile: true, isDirectory: false };
  return { ...entry, file: (resolve: (found: File) => void) => resolve(file(name)) };
}

function transfer(files: File[], entries: unknown[] = []): DataTransfer {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return { files, items, types: ['Files'] } as unknown as DataTransfer;
}

test('only what has files counts', () => {
  expect(hasFiles(transfer([]))).toBe(true);
  expect(hasFiles({ types: ['text/plain'] } as unknown as DataTransfer)).toBe(false);
  expect(hasFiles(null)).toBe(false);
});

test('files are taken as they are', async () => {
  const files = [file('a.png'), file('b.png')];
  expect(await droppedFiles(transfer(files, [leaf('a.png'), leaf('b.png')]))).toEqual(files);
});

test('folders are taken with all that is in them, except hidden files', async () => {
  const inner = folder('inner', [leaf('3.txt'), leaf('.DS_Store')]);
  const outer = folder('outer', [leaf('1.txt'), leaf('2.txt'), inner, folder('.git', [leaf('x')])]);
  const found = await droppedFiles(transfer([file('outer')], [outer, leaf('4.txt')]));
  expect(found.map(({ name }) => name)).toEqual(['1.txt', '2.txt', '3.txt', '4.txt']);
});

test('pasted pictures have names of their own; copied files keep theirs', () => {
  const now = new Date('2026-03-04T05:06:07Z');
  const pasted = pastedFiles(
    transfer([file('image.png'), file('image.png'), file('rent.png')]),
    now,
  );
  expect(pasted.map(({ name }) => name)).toEqual([
    '2026-03-04-050607.png',
    '2026-03-04-050607-2.png',
    'rent.png',
  ]);
  expect(pasted[0]?.type).toBe('image/png');
});
