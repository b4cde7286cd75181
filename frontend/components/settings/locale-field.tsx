'use client';

import type { ComponentProps } from 'react';

import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/input';
import { useNow } from '@/hooks/use-now';
import { useTexts } from '@/hooks/use-texts';
import { formatDateTime, formatNumber } from '@/lib/format';
import { profile } from '@/lib/i18n/en/profile';
import { localesWith, nameOfLocale, withCountry } from '@/lib/locales';

type Props = ComponentProps<typeof Select> & {
  /** The locale of the account, which may be none of those that are offered. */
  current: string;
  /** The locale that is chosen in the form. */
  shown: string;
  timeZone: string;
  error?: string;
};

const MINUTE = 60_000;
const EXAMPLE = 1234.5;

/** The language and the formats, with an example of those that are chosen. */
export function LocaleField({ current, shown, timeZone, error, ...select }: Props) {
  const t = useTexts(profile);
  const now = new Date(useNow(MINUTE)).toISOString();
  const locale = withCountry(shown);
  const example = formatDateTime(now, { locale, timeZone });
  return (
    <Field
      label={t.locale}
      hint={t.localeHint(example, formatNumber(EXAMPLE, locale))}
      error={error}
    >
      {(control) => (
        <Select {...select} {...control}>
          {localesWith(current).map((each) => (
            <option key={each} value={each} lang={each}>
              {nameOfLocale(each)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
