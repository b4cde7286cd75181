import { describe, expect, test } from 'vitest';

import { type Role, ROLES } from '@/constants/ui';

/** Return the contrast of two colours (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const GROUNDS: Role[] = ['bg', 'sunken', 'raised', 'floating'];

// Text needs 4.5 (WCAG 1.4.3), the border of a control and the focus 3 (1.4.11).
const PAIRS: [Role, Role, number][] = [
  ...GROUNDS.flatMap((ground): [Role, Role, number][] => [
    ['text', ground, 7],
    ['muted', ground, 4.5],
    ['placeholder', ground, 4.5],
    ['link', ground, 4.5],
    ['danger', ground, 4.5],
    ['success', ground, 4.5],
    ['warning', ground, 4.5],
    ['ring', ground, 3],
  ]),
  ['control', 'raised', 3],
  ['control', 'bg', 3],
  ['text', 'hover', 7],
  ['muted', 'hover', 4.5],
  ['text', 'selected', 7],
  ['muted', 'selected', 4.5],
  ['on-primary', 'primary', 4.5],
  ['on-primary', 'primary-hover', 4.5],
  ['on-primary', 'primary-active', 4.5],
  ['on-badge', 'badge', 4.5],
  ['on-danger', 'danger-solid', 4.5],
  ['danger', 'danger-ground', 4.5],
  ['success', 'success-ground', 4.5],
  ['warning', 'warning-ground', 4.5],
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(PAIRS)('%s on %s has a contrast of at least %d', (text, ground, least) => {
    expect(contrast(ROLES[theme][text], ROLES[theme][ground])).toBeGreaterThanOrEqual(least);
  });

  test('two known colours have the contrast that WCAG names', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 1);
  });
});
