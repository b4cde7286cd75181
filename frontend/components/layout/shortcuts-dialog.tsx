'use client';

import { useSyncExternalStore } from 'react';

import { ShortcutKeys } from '@/components/layout/shortcut-keys';
import { CheckboxField } from '@/components/ui/checkbox-field';
import { Dialog } from '@/components/ui/dialog';
import { useTexts } from '@/hooks/use-texts';
import { commands } from '@/lib/i18n/en/commands';
import { areSignsOn, onSwitch, type ShortcutId, SHORTCUTS, switchSigns } from '@/lib/shortcuts';

const AREAS = ['everywhere', 'documents', 'rows', 'document'] as const;

/** All shortcuts, and the switch of those that are a single sign (WCAG 2.1.4). */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(commands);
  const isOn = useSyncExternalStore(onSwitch, areSignsOn, () => true);
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return (
    <Dialog open onOpenChange={onClose} title={t.shortcuts} wide>
      <div className="flex flex-col gap-6">
        <div className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
          {AREAS.map((area) => (
            <section key={area} aria-label={t.areas[area]}>
              <h3 className="mb-2 text-small font-semibold">{t.areas[area]}</h3>
              <dl className="flex flex-col gap-2 text-small">
                {ids
                  .filter((id) => SHORTCUTS[id].area === area)
                  .map((id) => (
                    <div key={id} className="flex items-center justify-between gap-4">
                      <dt className="text-muted">{t.names[id]}</dt>
                      <dd className="shrink-0">
                        <ShortcutKeys id={id} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <CheckboxField
          label={t.signs}
          hint={t.signsHint}
          checked={isOn}
          onChange={(event) => switchSigns(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}
