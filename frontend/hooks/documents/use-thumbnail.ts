'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { thumbnailQuery } from '@/lib/queries/documents';

// What is scrolled past is not asked for: the API counts each call.
const REST = 250;

/** Return the URL of a small picture of a document, once it is there. */
export function useThumbnail(document: DocumentPublic): string | undefined {
  const [isResting, setResting] = useState(false);
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setResting(true), REST);
    return () => clearTimeout(timer);
  }, []);

  const { data } = useQuery({
    ...thumbnailQuery(document.id, document.version),
    // The API shows none of the trash.
    enabled: document.has_thumbnail && document.deleted_at === null && isResting,
  });
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return data && url;
}
