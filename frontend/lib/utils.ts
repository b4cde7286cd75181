import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

import { FONT_SIZES } from '@/constants/ui';

// Without the sizes of our own, `text-title text-muted` would lose its size.
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: Object.keys(FONT_SIZES) }] } },
});

/** Join class names; of two that set the same property, the later one wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}

/** Return whether a value is neither null nor undefined, for `filter`. */
export function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** Call a function at once in a browser, and never while the pages are exported. */
export function inBrowser(call: () => unknown): void {
  if (typeof window !== 'undefined') void call();
}
