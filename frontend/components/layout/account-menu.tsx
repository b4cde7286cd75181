'use client';

import { CircleUser } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

const load = () => import('./account-menu-open').then((module) => module.AccountMenuOpen);
const AccountMenuOpen = dynamic(load, { ssr: false });

/** The button of the account. Its menu is loaded when somebody comes near. */
export function AccountMenu() {
  const t = useTexts(common);
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <AccountMenuOpen />;
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={t.account}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <CircleUser aria-hidden />
    </Button>
  );
}
