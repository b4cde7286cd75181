'use client';

import '@/config/api';

import { loadChunksPatiently } from '@/lib/chunks';
import { preferredLanguage, showLanguage } from '@/lib/i18n/language';
import { followToken } from '@/lib/token';

// Before the first component asks the API for something.
if (typeof window !== 'undefined') {
  loadChunksPatiently();
  followToken();
}

/** Show the page in the reader's language, once it can react. */
export async function start(): Promise<void> {
  const root = document.documentElement;
  try {
    await showLanguage(preferredLanguage());
  } finally {
    // Tests wait for `hydrated`: clicks before it are lost.
    root.dataset.hydrated = '';
    delete root.dataset.waiting;
    if (root.dataset.early) document.forms[Number(root.dataset.early)]?.requestSubmit();
  }
}
