'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { bindShortcuts } from '@/lib/shortcuts';

const loadPalette = () => import('./command-palette').then((module) => module.CommandPalette);
const CommandPalette = dynamic(loadPalette, { ssr: false });
const ShortcutsDialog = dynamic(
  () => import('./shortcuts-dialog').then((module) => module.ShortcutsDialog),
  { ssr: false },
);

/** The button and the shortcuts for the palette of commands and the help with the keys. */
export function Commands() {
  const t = useTexts(common);
  const [open, setOpen] = useState<'palette' | 'help'>();
  useEffect(
    () => bindShortcuts({ palette: () => setOpen('palette'), help: () => setOpen('help') }),
    [],
  );
  useEffect(() => {
    // Somebody who presses Ctrl may press K next, and types at once.
    const prepare = ({ key }: KeyboardEvent) => {
      if (key === 'Control' || key === 'Meta') void loadPalette();
    };
    addEventListener('keydown', prepare);
    return () => removeEventListener('keydown', prepare);
  }, []);
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label={t.commands}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="max-sm:hidden"
        onPointerEnter={() => void loadPalette()}
        onFocus={() => void loadPalette()}
        onClick={() => setOpen('palette')}
      >
        <Search aria-hidden />
      </Button>
      {open === 'palette' && (
        <CommandPalette onHelp={() => setOpen('help')} onClose={() => setOpen(undefined)} />
      )}
      {open === 'help' && <ShortcutsDialog onClose={() => setOpen(undefined)} />}
    </>
  );
}
