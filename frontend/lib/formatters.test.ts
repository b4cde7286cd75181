import { describe, expect, it } from 'vitest';

import { dateFormatter, numberFormatter } from '@/lib/formatters';

describe('formatters', () => {
  it('are kept for the same locale and options', () => {
    const first = dateFormatter('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

    expect(dateFormatter('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })).toBe(first);
    expect(numberFormatter('en')).toBe(numberFormatter('en'));
  });

  it('are others for another zone, locale or option', () => {
    const noon = new Date('2026-03-04T12:00:00Z');
    const text = (locale: string, timeZone: string, timeStyle: 'short' | 'medium') =>
      dateFormatter(locale, { timeStyle, timeZone }).format(noon);

    expect(text('en-GB', 'UTC', 'short')).toBe('12:00');
    expect(text('en-GB', 'Asia/Kolkata', 'short')).toBe('17:30');
    expect(text('en-GB', 'UTC', 'medium')).toBe('12:00:00');
    expect(text('en-US', 'UTC', 'short')).toMatch(/^12:00\sPM$/);
    expect(numberFormatter('de').format(1234)).toBe('1.234');
    expect(numberFormatter('en').format(1234)).toBe('1,234');
  });
});
