// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';

import { type BatchResult, DocumentsService } from '@/app/client';
import { usePurgeDocuments } from '@/hooks/documents/use-purge-documents';
import { useRestoreDocuments } from '@/hooks/documents/use-restore-documents';
import { useTagDocuments } from '@/hooks/documents/use-tag-documents';
import { useTrashDocuments } from '@/hooks/documents/use-trash-documents';
import { type Notice, showNotices } from '@/lib/notify';
import { documentKeys } from '@/lib/queries/documents';

type Outcome = BatchResult['outcome'];
type Loaded = { pages: { items: { id: string; tags: string[] }[] }[] };

const ALL = documentKeys.list({});
let client: QueryClient;
let notices: Notice[];
let hideNotices: () => void;

const runBatch = vi.spyOn(DocumentsService, 'runBatch');
const wrapper = (props: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
);
const texts = () => notices.map(({ text }) => text);
const itemsOf = (key: readonly unknown[]) =>
  client.getQueryData<Loaded>(key)?.pages.flatMap(({ items }) => items) ?? [];
const idsOf = (key: readonly unknown[]) => itemsOf(key).map(({ id }) => id);

/** Let the API answer the next batch with these outcomes. */
function answer(outcomes: Record<string, Outcome>): void {
  const results = Object.entries(outcomes).map(([document_id, outcome]) => ({
    document_id,
    outcome,
  }));
  const done = results.filter(({ outcome }) => outcome === 'done').length;
  runBatch.mockResolvedValueOnce({ data: { results, done } } as never);
}

/** Return the documents that were named to the API with an action. */
function named(action: string): string[] | undefined {
  const call = runBatch.mock.calls.find(([{ body }]) => body.action === action);
  return call?.[0].body.documents.map(({ id }) => id);
}

function load(key: readonly unknown[], ids: string[]): void {
  const items = ids.map((id) => ({ id, tags: ['old'] }));
  client.setQueryData(key, {
    pages: [{ items, next_cursor: null, total: ids.length }],
    pageParams: [undefined],
  });
}

beforeEach(() => {
  client = new QueryClient();
  notices = [];
  hideNotices = showNotices((notice) => notices.push(notice));
  runBatch.mockReset();
  load(ALL, ['a', 'b', 'c']);
});
afterEach(() => {
  hideNotices();
  cleanup();
});
afterAll(() => runBatch.mockRestore());

test('only documents that this call moved to the trash are counted and restored', async () => {
  const { result } = renderHook(useTrashDocuments, { wrapper });
  answer({ a: 'done', b: 'unchanged' });
  await act(() => result.current(['a', 'b']));
  expect(texts()).toEqual(['Moved to the trash. 1 document left out: already in the trash.']);

  answer({ a: 'done' });
  notices[0]?.action?.onClick();

  await vi.waitFor(() => expect(idsOf(ALL)).toEqual(['a', 'c']));
  expect(named('restore')).toEqual(['a']);
  expect(texts()[1]).toBe('Restored.');
});

test('a document that cannot be restored does not come back', async () => {
  const { result } = renderHook(useTrashDocuments, { wrapper });
  answer({ a: 'done', b: 'done' });
  await act(() => result.current(['a', 'b']));

  answer({ a: 'not_found', b: 'done' });
  notices[0]?.action?.onClick();

  await vi.waitFor(() => expect(idsOf(ALL)).toEqual(['b', 'c']));
  expect(texts()[1]).toBe('Restored. 1 document left out: already deleted for good.');
});

test('nothing can be undone if nothing was moved to the trash', async () => {
  const { result } = renderHook(useTrashDocuments, { wrapper });
  answer({ a: 'unchanged', b: 'not_found' });
  await act(() => result.current(['a', 'b']));

  expect(notices).toEqual([
    {
      kind: 'error',
      text: '1 document left out: already in the trash. 1 document left out: already deleted for good.',
    },
  ]);
});

test('the offer to restore ends when all its documents are deleted for good', async () => {
  const { result } = renderHook(
    () => ({ trash: useTrashDocuments(), purge: usePurgeDocuments() }),
    {
      wrapper,
    },
  );
  answer({ a: 'done', b: 'done' });
  await act(() => result.current.trash(['a', 'b']));

  answer({ a: 'done' });
  await act(() => result.current.purge.mutateAsync(['a']));
  expect(notices[0]?.signal?.aborted).toBe(false);
  answer({ b: 'done' });
  await act(() => result.current.purge.mutateAsync(['b']));
  expect(notices[0]?.signal?.aborted).toBe(true);
});

test('a document that has too many tags gets its own back, and the person is told', async () => {
  const { result } = renderHook(useTagDocuments, { wrapper });
  answer({ a: 'done', b: 'too_many_tags', c: 'not_found' });
  await act(() => result.current.mutateAsync({ ids: ['a', 'b', 'c'], add: ['new'], remove: [] }));

  expect(itemsOf(ALL)).toEqual([
    { id: 'a', tags: ['old', 'new'] },
    { id: 'b', tags: ['old'] },
  ]);
  expect(texts()).toEqual([
    'Tags of 1 document changed. 1 document left out: more than 20 tags. ' +
      '1 document left out: in the trash, or deleted for good.',
  ]);
});

test('tags that no document refused are changed without a toast', async () => {
  const { result } = renderHook(useTagDocuments, { wrapper });
  answer({ a: 'done', b: 'unchanged' });
  await act(() => result.current.mutateAsync({ ids: ['a', 'b'], add: ['new'], remove: [] }));

  expect(notices).toEqual([]);
});

test('a restore from the trash counts what came back', async () => {
  load(documentKeys.trash, ['x', 'y']);
  const { result } = renderHook(useRestoreDocuments, { wrapper });
  answer({ x: 'done', y: 'not_found' });
  await act(() => result.current.mutateAsync(['x', 'y']));

  expect(idsOf(documentKeys.trash)).toEqual([]);
  expect(texts()).toEqual(['Restored. 1 document left out: already deleted for good.']);
});
