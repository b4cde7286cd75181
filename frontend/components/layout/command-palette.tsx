'use client';

import { useState } from 'react';

import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { type Command, useCommands } from '@/hooks/use-commands';
import { useCombobox } from '@/hooks/use-combobox';
import { useTexts } from '@/hooks/use-texts';
import { commands as texts } from '@/lib/i18n/en/commands';
import { common } from '@/lib/i18n/en/common';
import { isShortcut } from '@/lib/shortcuts';
import { cn } from '@/lib/utils';

type Props = { onHelp: () => void; onClose: () => void };

/** Finds pages, actions and documents by typing. */
export function CommandPalette({ onHelp, onClose }: Props) {
  const t = useTexts(texts);
  const { noMatches, matches } = useTexts(common);
  const [typed, setTyped] = useState('');
  const items = useCommands(typed, onHelp);
  const box = useCombobox({ items, typed, isOpen: true, onChoose: run });

  function run(command: Command) {
    // The help takes its place.
    if (command.id !== 'help') onClose();
    command.run();
  }

  return (
    <Dialog open onOpenChange={onClose} title={t.title} wide>
      <div
        onKeyDown={(event) => {
          if (!isShortcut(event.nativeEvent, 'palette')) return;
          event.preventDefault();
          onClose();
        }}
      >
        <Input
          {...box.input}
          aria-label={t.label}
          placeholder={t.placeholder}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="mt-3 h-80">
          <div {...box.list(t.title)} className="max-h-full overflow-y-auto">
            {items.map(({ id, label, icon: Icon }, index) => (
              <div
                key={id}
                {...box.item(index)}
                className={cn(
                  'flex min-h-10 cursor-default items-center gap-3 rounded-control px-3 py-2 text-small',
                  index === box.active && 'bg-hover',
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0 text-muted" />
                <span className="min-w-0 break-words">{label}</span>
              </div>
            ))}
          </div>
          <p
            role="status"
            className={cn('px-3 text-small text-muted', items.length > 0 && 'sr-only')}
          >
            {items.length === 0 ? noMatches : matches(items.length)}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
