import * as de from '@/lib/i18n/de/areas';
import * as en from '@/lib/i18n/en/areas';

// Every area must exist in both languages, and tsc compares their keys.
const areas: { [Area in keyof typeof en]: (typeof en)[Area] } = de;

/** The German texts by their English ones. */
export const german: ReadonlyMap<object, object> = new Map(
  Object.entries(en).map(([area, english]) => [english, areas[area as keyof typeof en]]),
);
