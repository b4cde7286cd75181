'use client';

import { useTexts } from '@/hooks/use-texts';
import { commands } from '@/lib/i18n/en/commands';
import { type ShortcutId, SHORTCUTS } from '@/lib/shortcuts';

/** The keys of a shortcut, as they stand on the keyboard. */
export function ShortcutKeys({ id }: { id: ShortcutId }) {
  const t = useTexts(commands);
  const names: Record<string, string | undefined> = t.keys;
  const shortcut: { key: string; mod?: boolean; shift?: boolean } = SHORTCUTS[id];
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  const keys = [
    ...(shortcut.mod ? [isApple ? '⌘' : t.keys.Control] : []),
    ...(shortcut.shift ? [t.keys.Shift] : []),
    names[shortcut.key] ?? shortcut.key.toUpperCase(),
  ];
  return (
    <span className="flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="min-w-6 rounded-control border bg-hover px-1.5 py-0.5 text-center font-sans text-caption"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
