'use client';

import { useEffect, useRef } from 'react';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

/** What is said about two versions of which one must be chosen. */
type Texts = Record<
  'conflictTitle' | 'conflictText' | 'theirs' | 'mine' | 'keepTheirs' | 'useMine',
  string
>;

type Props = {
  texts: Texts;
  theirs: string;
  mine: string;
  /** Whether the choice of the own version is on its way. */
  isBusy: boolean;
  onTheirs: () => void;
  onMine: () => void;
};

/** Shows two versions of a text of which one must be chosen, because somebody was faster. */
export function Conflict({ texts, theirs, mine, isBusy, onTheirs, onMine }: Props) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const versions = [
    [texts.theirs, theirs],
    [texts.mine, mine],
  ] as const;
  return (
    <Alert kind="warning" live>
      <p className="font-medium">{texts.conflictTitle}</p>
      <p>{texts.conflictText}</p>
      <dl className="mt-3 grid gap-3 text-text sm:grid-cols-2">
        {versions.map(([name, text]) => (
          <div key={name} className="min-w-0 rounded-control border bg-raised p-3">
            <dt className="text-caption text-muted">{name}</dt>
            <dd className="whitespace-pre-line break-words font-medium">{text || '–'}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button ref={keep} look="secondary" size="small" onClick={onTheirs}>
          {texts.keepTheirs}
        </Button>
        <Button look="secondary" size="small" busy={isBusy} onClick={onMine}>
          {texts.useMine}
        </Button>
      </div>
    </Alert>
  );
}
