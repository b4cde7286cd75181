'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';

import { documentPath, paths } from '@/config/paths';

/** What the address of the page of a document says, and where it leads from there. */
export function useDocumentAddress() {
  const params = useSearchParams();
  return useMemo(() => {
    const list = new URLSearchParams(params);
    const id = list.get('id') ?? '';
    const version = Number(list.get('version')) || undefined;
    list.delete('id');
    list.delete('version');
    const query = list.toString();
    return {
      id,
      /** The version that is shown; undefined is the current one. */
      version,
      /** The query of the list in whose order one looks at documents. */
      list,
      listPath: query === '' ? paths.documents : `${paths.documents}?${query}`,
      pathOf: (other: string) => documentPath(other, list),
      /** Show another version, or the current one. "Back" leads to the one before. */
      showVersion: (wanted: number | undefined) => {
        const version = wanted === undefined ? [] : [['version', String(wanted)]];
        history.pushState(null, '', documentPath(id, new URLSearchParams([...version, ...list])));
      },
    };
  }, [params]);
}

/** Show another document in the place of this one: "Back" still leads to the list. */
export function replaceAddress(path: string): void {
  // The History API, which Next follows: its router would ask the server for the page again.
  history.replaceState(null, '', path);
}
