'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

const RenameDialog = dynamic(() => import('./rename-dialog').then((m) => m.RenameDialog), {
  ssr: false,
});

type Props = { title: string; name: string; onRename: (name: string) => Promise<void> };

/** A button that asks for another name. */
export function RenameButton(props: Props) {
  const t = useTexts(common);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        look="secondary"
        size="small"
        aria-label={t.renameOf(props.name)}
        onClick={() => setAsking(true)}
      >
        {t.rename}
      </Button>
      {isAsking && <RenameDialog {...props} onClose={() => setAsking(false)} />}
    </>
  );
}
