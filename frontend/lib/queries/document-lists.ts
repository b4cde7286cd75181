import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

import type { DocumentFound, DocumentList, DocumentPublic } from '@/app/client';
import { documentKeys } from '@/lib/queries/documents';

/*
 * Changes of the lists that are loaded. A list that is asked for again loads all its pages
 * one by one, thirty requests for 3,000 documents; so a change is made in the pages.
 */

type Loaded = InfiniteData<DocumentList, string | undefined>;

/** Change documents in all lists by a function, which returns what it leaves as it is. */
export function changeInLists(
  client: QueryClient,
  change: (document: DocumentFound) => DocumentFound,
): void {
  client.setQueriesData<Loaded>({ queryKey: documentKeys.lists }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => {
      const items = page.items.map(change);
      return items.some((item, index) => item !== page.items[index]) ? { ...page, items } : page;
    });
    return { ...data, pages };
  });
}

/** Return a document as a list has it, if one does. */
export function findInLists(client: QueryClient, id: string): DocumentFound | undefined {
  return client
    .getQueriesData<Loaded>({ queryKey: documentKeys.lists })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap(({ items }) => items)
    .find((item) => item.id === id);
}

/** Show what the API says about a document, in all lists and on its own page. */
export function patchDocument(client: QueryClient, document: DocumentPublic): void {
  client.setQueryData(documentKeys.detail(document.id), document);
  changeInLists(client, (item) => {
    if (item.id !== document.id) return item;
    // The marks of a search are those of the old title.
    return { ...item, ...document, ...(item.title !== document.title && { title_html: null }) };
  });
}

/**
 * Take documents out of lists. Return a function that puts them, or some of them, back in
 * their places.
 */
export function removeFromLists(
  client: QueryClient,
  ids: ReadonlySet<string>,
  queryKey: QueryKey = documentKeys.lists,
): (only?: ReadonlySet<string>) => void {
  const undo = client
    .getQueriesData<Loaded>({ queryKey })
    .map(([key, data]) => data && removeFrom(client, key, data, ids));
  return (only = ids) => undo.forEach((putBack) => putBack?.(only));
}

/** Show new documents, the newest last: on top of the list of all, and where the API finds them. */
export async function addToLists(
  client: QueryClient,
  documents: readonly DocumentPublic[],
): Promise<void> {
  documents.forEach((each) => client.setQueryData(documentKeys.detail(each.id), each));
  const all = documentKeys.list({});
  client.setQueryData<Loaded>(all, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    const known = new Set(data.pages.flatMap(({ items }) => items.map(({ id }) => id)));
    const added = documents
      .filter(({ id }) => !known.has(id))
      .map((each) => ({ ...each, active_shares: 0, title_html: null, text_html: null }));
    const total = first.total === null ? null : first.total + added.length;
    return {
      ...data,
      pages: [{ ...first, items: [...added.reverse(), ...first.items], total }, ...rest],
    };
  });
  await refreshLists(
    client,
    documentKeys.lists,
    (key) => JSON.stringify(key) !== JSON.stringify(all),
  );
}

/** Load lists anew from their first page: one request for each that is shown. */
export async function refreshLists(
  client: QueryClient,
  queryKey: QueryKey = documentKeys.lists,
  isMeant: (key: QueryKey) => boolean = () => true,
): Promise<void> {
  const predicate = (query: { queryKey: QueryKey }) => isMeant(query.queryKey);
  client.setQueriesData<Loaded>(
    { queryKey, predicate },
    (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
  await client.invalidateQueries({ queryKey, predicate });
}

function removeFrom(
  client: QueryClient,
  key: QueryKey,
  data: Loaded,
  ids: ReadonlySet<string>,
): ((only: ReadonlySet<string>) => void) | undefined {
  const isGone = ({ id }: DocumentFound) => ids.has(id);
  const gone: Gone[] = data.pages.flatMap(({ items }, page) =>
    items.flatMap((document, index) => {
      return isGone(document) ? [{ document, page, before: items[index - 1]?.id }] : [];
    }),
  );
  if (gone.length === 0) return undefined;
  client.setQueryData<Loaded>(key, {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.filter((item) => !isGone(item)),
      total: plus(page.total, -gone.length),
    })),
  });
  return (only) => {
    const wanted = gone.filter(({ document }) => only.has(document.id));
    client.setQueryData<Loaded>(key, (now) => now && putBack(now, wanted));
  };
}

type Gone = { document: DocumentFound; page: number; before: string | undefined };

function putBack(now: Loaded, gone: readonly Gone[]): Loaded {
  const present = new Set(now.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const missing = gone.filter(({ document }) => !present.has(document.id));
  const pages = now.pages.map((page) => ({
    ...page,
    items: [...page.items],
    total: plus(page.total, missing.length),
  }));
  for (const { document, page, before } of missing) {
    const items = pages[page]?.items;
    items?.splice(items.findIndex(({ id }) => id === before) + 1, 0, document);
  }
  return { ...now, pages };
}

// A search has no total, and the trash neither.
function plus(total: number | null | undefined, more: number): number | null {
  return typeof total === 'number' ? total + more : null;
}
