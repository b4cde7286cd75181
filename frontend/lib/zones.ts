import { getLanguage } from '@/lib/i18n/language';

// Browsers keep old names of cities as identifiers (CLDR); people look for today's.
const TODAY: Record<string, string> = {
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho Chi Minh City',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

/** Return all time zones for a list, `own` and UTC among them, with names that people read. */
export function timeZones(own: string): { value: string; label: string }[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', own]);
  return [...all].map((value) => ({ value, label: zoneName(value) }));
}

/** Return the name of a time zone as people write it: `Europe/London`, `Asia/Kolkata`. */
export function zoneName(timeZone: string): string {
  return (TODAY[timeZone] ?? timeZone).replaceAll('_', ' ');
}

/** Return what time it is in a zone now: `14:30`. */
export function currentTimeIn(timeZone: string): string {
  return new Intl.DateTimeFormat(getLanguage(), { timeStyle: 'short', timeZone }).format();
}
