'use client';

import { useSyncExternalStore } from 'react';

import { getLanguage, type Language, onLanguageChange, translated } from '@/lib/i18n/language';

/** Return the language that the page shows. The first render is English, as in the export. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguageChange, getLanguage, () => 'en');
}

/** Return the texts of an area (a file of lib/i18n/en) in the language of the page. */
export function useTexts<T extends object>(english: T): T {
  return useLanguage() === 'en' ? english : translated(english);
}
