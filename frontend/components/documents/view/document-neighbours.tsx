'use client';

import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { MouseEvent, ReactNode } from 'react';

import type { DocumentFound } from '@/app/client';
import { Button } from '@/components/ui/button';
import { replaceAddress, type useDocumentAddress } from '@/hooks/documents/use-document-address';
import type { useNeighbours } from '@/hooks/documents/use-neighbours';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';

type Props = {
  /** Of the document, read out with its place in the list. */
  title: string;
  neighbours: ReturnType<typeof useNeighbours>;
  address: ReturnType<typeof useDocumentAddress>;
};

/** Leads back to the list, and to the documents before and after this one. */
export function DocumentNeighbours({ title, neighbours, address }: Props) {
  const t = useTexts(texts);
  const { previous, next, position, total } = neighbours;
  return (
    <nav aria-label={t.pageTitle} className="flex items-center gap-2">
      <Button asChild look="quiet" size="small" className="-ml-3 mr-auto">
        <Link href={address.listPath}>
          <ArrowLeft aria-hidden />
          {t.toList}
        </Link>
      </Button>
      {position !== undefined && (
        <>
          <p role="status" className="text-small tabular-nums text-muted">
            <span className="sr-only">{title}</span> {t.position(position, total)}
          </p>
          <Neighbour label={t.previous} to={previous} pathOf={address.pathOf}>
            <ChevronLeft aria-hidden />
          </Neighbour>
          <Neighbour label={t.next} to={next} pathOf={address.pathOf}>
            <ChevronRight aria-hidden />
          </Neighbour>
        </>
      )}
    </nav>
  );
}

function Neighbour(props: {
  label: string;
  to: DocumentFound | undefined;
  pathOf: (id: string) => string;
  children: ReactNode;
}) {
  const path = props.to && props.pathOf(props.to.id);
  function handleClick(event: MouseEvent) {
    // With a key it opens in another tab.
    if (!path || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    replaceAddress(path);
  }
  return (
    <Button asChild look="secondary" size="icon" className={path ? '' : 'opacity-60'}>
      {/* Without a neighbour it stays where it is, and keeps the focus. */}
      <a
        href={path}
        role="link"
        tabIndex={0}
        aria-label={props.label}
        aria-disabled={path ? undefined : true}
        onClick={handleClick}
      >
        {props.children}
      </a>
    </Button>
  );
}
