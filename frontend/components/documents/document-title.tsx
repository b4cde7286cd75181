'use client';

import dynamic from 'next/dynamic';
import { useEffect, useRef } from 'react';

import type { DocumentFound } from '@/app/client';
import { Marked } from '@/components/documents/marked';
import { LateLink } from '@/components/ui/late-link';
import { documentPath } from '@/config/paths';
import { useDocumentListContext } from '@/contexts/document-list-context';

const RenameField = dynamic(
  () => import('@/components/documents/rename-field').then((module) => module.RenameField),
  { ssr: false },
);

/** The title of a document: the one link of its row, as large as the row; or its field. */
export function DocumentTitle({ document }: { document: DocumentFound }) {
  const { params, renaming } = useDocumentListContext();
  const isRenaming = renaming === document.id;
  const wasRenaming = useRef(false);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (wasRenaming.current) link.current?.focus();
    wasRenaming.current = isRenaming;
  }, [isRenaming]);

  if (isRenaming) return <RenameField document={document} />;
  return (
    <LateLink
      ref={link}
      href={documentPath(document.id, params)}
      data-row-link
      className="block truncate font-medium after:absolute after:inset-0 after:-outline-offset-2 focus-visible:outline-none focus-visible:after:outline focus-visible:after:outline-2 focus-visible:after:outline-ring"
    >
      {document.title_html ? <Marked html={document.title_html} /> : document.title}
    </LateLink>
  );
}
