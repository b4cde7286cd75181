'use client';

import { useEffect, useRef } from 'react';

import { offerDraft, takeDraft } from '@/lib/drafts';

type Options<T> = {
  /** Says which thing is edited, with its id; undefined keeps nothing. */
  name: string | undefined;
  /** Return what is typed, without secrets, as JSON can hold it; undefined if there is nothing. */
  read: () => T | undefined;
  /** Put it back into the form. */
  restore: (typed: T) => void;
};

/**
 * Keep what is typed into a form if the login ends meanwhile, and put it back when its owner
 * has logged in again and the form is there.
 */
export function useDraft<T>({ name, read, restore }: Options<T>): void {
  const form = useRef({ read, restore });
  useEffect(() => {
    form.current = { read, restore };
  });
  useEffect(() => {
    if (name === undefined) return;
    const typed = takeDraft(name);
    if (typed !== undefined) form.current.restore(typed as T);
    return offerDraft({ name, read: () => form.current.read() });
  }, [name]);
}
