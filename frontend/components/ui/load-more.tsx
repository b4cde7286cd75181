'use client';

import { useEffect, useRef, useState } from 'react';

import { Button } from '@/components/ui/button';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

type Props = {
  /** The infinite query of React Query whose pages the list shows. */
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => Promise<unknown>;
  };
};

/**
 * The end of a list that has more pages. The next one is loaded when the end comes near, or
 * by its button, which keys reach too. Whoever stands on the button when the last page comes is
 * led to the end of the list.
 */
export function LoadMore({ query }: Props) {
  const t = useTexts(common);
  const button = useRef<HTMLButtonElement>(null);
  const [isFocused, setFocused] = useState(false);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const isReady = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    const end = button.current;
    if (!isReady || !end) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && void fetchNextPage(),
      { rootMargin: '600px' },
    );
    observer.observe(end);
    return () => observer.disconnect();
  }, [isReady, fetchNextPage]);

  if (!hasNextPage) return isFocused && <ListEnd onLeave={() => setFocused(false)} />;
  if (isFetchNextPageError) {
    return <LoadProblem thrown={query.error} onRetry={() => void fetchNextPage()} />;
  }
  return (
    <Button
      ref={button}
      look="secondary"
      busy={isFetchingNextPage}
      onClick={() => void fetchNextPage()}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="w-full"
    >
      {t.more}
    </Button>
  );
}

function ListEnd({ onLeave }: { onLeave: () => void }) {
  const t = useTexts(common);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => end.current?.focus(), []);
  return (
    <p ref={end} tabIndex={-1} onBlur={onLeave} className="sr-only">
      {t.listEnd}
    </p>
  );
}
