import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';

import type { DocumentFound, DocumentList } from '@/app/client';
import {
  addToLists,
  changeInLists,
  patchDocument,
  refreshLists,
  removeFromLists,
} from '@/lib/queries/document-lists';
import { documentKeys } from '@/lib/queries/documents';

const ALL = documentKeys.list({});
const SEARCH = documentKeys.list({ search: 'b' });
let client: QueryClient;

function document(id: string): DocumentFound {
  return {
    id,
    title: `Title ${id}`,
    tags: [],
    name: `${id}.txt`,
    media_type: 'text/plain',
    size: 1,
    sha256: '',
    version: 1,
    text_status: 'done',
    has_thumbnail: false,
    etag: '"1"',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    deleted_at: null,
    active_shares: 0,
    title_html: `Title <mark>${id}</mark>`,
    text_html: null,
  };
}

function load(key: readonly unknown[], pages: string[][], total: number | null) {
  const loaded = pages.map((ids, index) => ({
    items: ids.map(document),
    next_cursor: 'more',
    total: index === 0 ? total : null,
  }));
  client.setQueryData(key, { pages: loaded, pageParams: pages.map((_, i) => i || undefined) });
}

function pagesOf(key: readonly unknown[]) {
  return client.getQueryData<{ pages: DocumentList[] }>(key)?.pages ?? [];
}

const idsOf = (key: readonly unknown[]) =>
  pagesOf(key).map(({ items }) => items.map(({ id }) => id).join(''));

beforeEach(() => {
  client = new QueryClient();
  load(
    ALL,
    [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ],
    5,
  );
  load(SEARCH, [['b']], null);
});

test('a changed document is changed in each list, and other pages stay the same', () => {
  const [, second] = pagesOf(ALL);
  patchDocument(client, { ...document('b'), title: 'New', etag: '"2"' });

  expect(pagesOf(SEARCH)[0]?.items[0]).toMatchObject({ title: 'New', title_html: null });
  expect(pagesOf(ALL)[0]?.items[1]).toMatchObject({ title: 'New', etag: '"2"' });
  expect(pagesOf(ALL)[1]).toBe(second);
});

test('removed documents come back to their places, in what was loaded meanwhile too', () => {
  const putBack = removeFromLists(client, new Set(['a', 'b', 'd']));
  expect(idsOf(ALL)).toEqual(['c', 'e']);
  expect(pagesOf(ALL)[0]?.total).toBe(2);
  expect(idsOf(SEARCH)).toEqual(['']);

  changeInLists(client, (item) => ({ ...item, title: 'Later' }));
  putBack();

  expect(idsOf(ALL)).toEqual(['abc', 'de']);
  expect(pagesOf(ALL)[0]?.total).toBe(5);
  expect(pagesOf(ALL)[1]?.items[1]?.title).toBe('Later');
});

test('a document that a new load brought back is not put there twice', () => {
  const putBack = removeFromLists(client, new Set(['b']));
  load(ALL, [['b', 'a', 'c']], 3);
  putBack();

  expect(idsOf(ALL)).toEqual(['bac']);
  expect(pagesOf(ALL)[0]?.total).toBe(3);
});

test('new documents are on top of the list of all, once, the newest first', async () => {
  await addToLists(client, [document('m'), document('n')]);
  await addToLists(client, [document('n')]);

  expect(idsOf(ALL)).toEqual(['nmabc', 'de']);
  expect(pagesOf(ALL)[0]?.total).toBe(7);
  expect(client.getQueryState(ALL)?.isInvalidated).toBe(false);
  expect(client.getQueryState(SEARCH)?.isInvalidated).toBe(true);
});

test('a list is loaded anew from its first page only', async () => {
  await refreshLists(client);

  expect(idsOf(ALL)).toEqual(['abc']);
  expect(client.getQueryState(ALL)?.isInvalidated).toBe(true);
});
