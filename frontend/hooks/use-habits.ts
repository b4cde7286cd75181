'use client';

import { useUserOrNone } from '@/contexts/user-context';
import { useLanguage } from '@/hooks/use-texts';
import type { Habits } from '@/lib/format';
import { languageOf } from '@/lib/i18n/language';
import { withCountry } from '@/lib/locales';

/**
 * Return the locale and the time zone of the user, else the browser's. The locale is one of
 * the language that the page shows: no German month in an English sentence.
 */
export function useHabits(): Habits {
  const user = useUserOrNone();
  const language = useLanguage();
  const browser = Intl.DateTimeFormat().resolvedOptions();
  const locale = user?.locale ?? browser.locale;
  return {
    locale: withCountry(languageOf(locale) === language ? locale : language),
    timeZone: user?.timezone ?? browser.timeZone,
  };
}
