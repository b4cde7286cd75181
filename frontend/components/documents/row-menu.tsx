'use client';

import { Ellipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { DocumentFound } from '@/app/client';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { documents } from '@/lib/i18n/en/documents';

const load = () => import('@/components/documents/row-menu-open').then((m) => m.RowMenuOpen);
const RowMenuOpen = dynamic(load, { ssr: false });

/** The button of a row's menu. The menu is loaded when somebody comes near. */
export function RowMenu({ document }: { document: DocumentFound }) {
  const t = useTexts(documents);
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <RowMenuOpen document={document} />;
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={t.menuOf(document.title)}
      aria-haspopup="menu"
      className="relative z-10"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <Ellipsis aria-hidden />
    </Button>
  );
}
