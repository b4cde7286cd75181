'use client';

import { Download, Ellipsis, ExternalLink, Link2, Pencil, Tag, Trash2 } from 'lucide-react';
import { useRef } from 'react';

import type { DocumentFound } from '@/app/client';
import { Button } from '@/components/ui/button';
import { LateLink } from '@/components/ui/late-link';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { documentPath } from '@/config/paths';
import { useDocumentListContext } from '@/contexts/document-list-context';
import { useTexts } from '@/hooks/use-texts';
import { downloadDocument } from '@/lib/download';
import { handleError } from '@/lib/error';
import { focusNeighbour } from '@/lib/focus';
import { common } from '@/lib/i18n/en/common';
import { documents } from '@/lib/i18n/en/documents';

/** What one can do with a document of a list. It opens as it appears. */
export function RowMenuOpen({ document }: { document: DocumentFound }) {
  const t = useTexts(documents);
  const { download } = useTexts(common);
  const list = useDocumentListContext();
  const path = documentPath(document.id, list.params);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <Menu
      defaultOpen
      trigger={
        <Button
          ref={trigger}
          look="quiet"
          size="icon"
          aria-label={t.menuOf(document.title)}
          className="relative z-10"
        >
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem asChild>
        <LateLink href={path}>
          <ExternalLink aria-hidden />
          {t.open}
        </LateLink>
      </MenuItem>
      <MenuItem onSelect={() => void downloadDocument(document.id).catch(handleError)}>
        <Download aria-hidden />
        {download}
      </MenuItem>
      <MenuItem onSelect={() => list.onRename(document.id)}>
        <Pencil aria-hidden />
        {t.rename}
      </MenuItem>
      <MenuItem onSelect={() => list.onEditTags(document)}>
        <Tag aria-hidden />
        {t.editTags}
      </MenuItem>
      <MenuItem asChild>
        <LateLink href={`${path}#shares`}>
          <Link2 aria-hidden />
          {t.share}
        </LateLink>
      </MenuItem>
      <MenuLine />
      <MenuItem danger onSelect={trash}>
        <Trash2 aria-hidden />
        {t.moveToTrash}
      </MenuItem>
    </Menu>
  );

  function trash() {
    // The row goes away at once.
    focusNeighbour(trigger.current);
    list.onTrash(document.id);
  }
}
