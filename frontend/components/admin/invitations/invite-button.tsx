'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { invitation } from '@/lib/i18n/en/invitation';

const InviteDialog = dynamic(
  () => import('./invite-dialog').then((module) => module.InviteDialog),
  { ssr: false },
);

/** Opens the form of an invitation. */
export function InviteButton() {
  const t = useTexts(invitation);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.invite}</Button>
      {isOpen && <InviteDialog onClose={() => setOpen(false)} />}
    </>
  );
}
