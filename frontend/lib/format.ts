import { dateFormatter, numberFormatter, relativeFormatter } from '@/lib/formatters';

/** How a person writes numbers and reads clocks. */
export type Habits = { locale: string; timeZone: string };

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Return a size in bytes as `1.2 MB`, with units of 1,000 bytes. */
export function formatBytes(bytes: number, locale: string): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return numberFormatter(locale, {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** Return a number with the separators of the locale. */
export function formatNumber(value: number, locale: string): string {
  return numberFormatter(locale).format(value);
}

/** Return the day of an instant (ISO 8601): `4 March 2026`. */
export function formatDate(instant: string, { locale, timeZone }: Habits): string {
  return dateFormatter(locale, { dateStyle: 'medium', timeZone }).format(new Date(instant));
}

/** Return the day and the time of an instant (ISO 8601). */
export function formatDateTime(instant: string, { locale, timeZone }: Habits): string {
  return dateFormatter(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(instant));
}

/** Return the time of day of an instant (ISO 8601): `14:30`. */
export function formatTime(instant: string, { locale, timeZone }: Habits): string {
  return dateFormatter(locale, { timeStyle: 'short', timeZone }).format(new Date(instant));
}

/** Return the day of the week and the time of day of an instant: `Thursday 14:30`. */
export function formatWeekdayTime(instant: string, { locale, timeZone }: Habits): string {
  return dateFormatter(locale, {
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  }).format(new Date(instant));
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** Return how far an instant is from `now`: `3 minutes ago`, `in 2 days`, `now`. */
export function formatRelative(instant: string, now: Date, locale: string): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const format = relativeFormatter(locale, { numeric: 'auto' });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
}

/** Return how long ago an instant of the past is: at most `now`, if the clock here is behind. */
export function formatAgo(instant: string, now: Date, locale: string): string {
  const isAhead = new Date(instant) > now;
  return formatRelative(isAhead ? now.toISOString() : instant, now, locale);
}

/** Return seconds as a countdown: `0:45`, `12:05`. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Return minutes as days, hours and minutes: `1 day, 2 hours`. */
export function formatDuration(minutes: number, locale: string): string {
  const parts = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  const texts = parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) =>
      numberFormatter(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
    );
  return new Intl.ListFormat(locale, { type: 'unit' }).format(texts);
}
