'use client';

import { Languages } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

const load = () => import('./preferences-menu').then((module) => module.PreferencesMenu);
const PreferencesMenu = dynamic(load, { ssr: false });

/** The button for theme and language. Its menu is loaded when somebody comes near. */
export function Preferences() {
  const t = useTexts(common);
  const [isWanted, setWanted] = useState(false);
  if (isWanted) return <PreferencesMenu />;
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={t.preferences}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      <Languages aria-hidden />
    </Button>
  );
}
