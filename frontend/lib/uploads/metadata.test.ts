// @vitest-environment node
import { expect, test } from 'vitest';

import { metadataOf, readMetadata } from '@/lib/uploads/metadata';

const file = { name: 'Miete 2026 – März.pdf', lastModified: 1_770_000_000_123 };

test('a new document is named after its file', () => {
  expect(metadataOf(file, undefined, false)).toEqual({
    filename: file.name,
    modified: '1770000000123',
  });
});

test('a new version names its document; an empty label is left out', () => {
  const target = { documentId: 'an-id', label: '' };
  expect(metadataOf(file, target, true)).toEqual({
    filename: file.name,
    modified: '1770000000123',
    allow_duplicate: 'true',
    document_id: 'an-id',
  });
});

test('a header is read as it was written', () => {
  expect(readMetadata('filename TWlldGUg4oCTIE3DpHJ6LnBkZg==, modified MTc3, empty')).toEqual({
    filename: 'Miete – März.pdf',
    modified: '177',
    empty: '',
  });
});
