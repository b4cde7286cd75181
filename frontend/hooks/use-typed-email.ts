'use client';

import { useEffect } from 'react';

import { readSteps, saveSteps } from '@/lib/auth';
import { keys, local } from '@/lib/storage';
import { getToken } from '@/lib/token';

type Options = {
  read: () => string | undefined;
  write: (email: string) => void;
  /** Begin with the address of the last login of this browser. */
  isKnown?: boolean;
};

/**
 * Let a form begin with the address that was typed on the page before, and hand its own on
 * to the next one. What stands in the field already wins.
 */
export function useTypedEmail({ read, write, isKnown }: Options): void {
  useEffect(() => {
    const email = readSteps().email ?? (isKnown ? local.read(keys.email) : undefined);
    // A browser fills in what it has stored, but hides it from scripts at first.
    if (email && !read() && !document.querySelector(':autofill')) write(email);
    return () => {
      const typed = read();
      if (typed && !getToken()) saveSteps({ email: typed });
    };
    // Once: the functions are those of a form, which stays the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
