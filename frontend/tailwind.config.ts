import type { Config } from 'tailwindcss';
import plugin from 'tailwindcss/plugin';

import { FONT_SIZES, MOTION, RADII, ROLES, SAMPLE_BLUE, SAMPLE_GRAY, WIDTHS } from './constants/ui';

/** Return `#0e67d8` as `14 103 216`, which takes an opacity. */
function channels(hex: string): string {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)).join(' ');
}

function variables(roles: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).map(([name, hex]) => [`--${name}`, channels(hex)]),
  );
}

// What is shown of a file fits below the header and the title of its page.
const PREVIEW = 'max(24rem, calc(100dvh - 14rem))';
// The list of uploads leaves room for the header of the page and for the head of its own panel.
const UPLOADS = 'min(18rem, calc(100dvh - 12rem))';

const palettes = { 'sample-blue': SAMPLE_BLUE, 'sample-gray': SAMPLE_GRAY };

const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}', './constants/ui.ts'],
  darkMode: 'class',
  theme: {
    // Replaced, not extended: a colour or a size outside of the system has no class.
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      // A QR code is read only on white.
      paper: '#ffffff',
      ...Object.fromEntries(
        Object.keys(ROLES.light).map((role) => [role, `rgb(var(--${role}) / <alpha-value>)`]),
      ),
      ...palettes,
    },
    fontSize: FONT_SIZES as unknown as Record<string, string>,
    borderRadius: { none: '0', ...RADII },
    fontFamily: {
      sans: ['system-ui', 'sans-serif'],
      mono: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'monospace'],
    },
    extend: {
      maxWidth: WIDTHS,
      maxHeight: { dialog: 'calc(100dvh - 2rem)', preview: PREVIEW, uploads: UPLOADS },
      minHeight: { control: '2.5rem' },
      height: { control: '2.5rem', preview: PREVIEW },
      transitionDuration: Object.fromEntries(
        Object.entries(MOTION).map(([name, value]) => [name, `${value}ms`]),
      ),
      boxShadow: { floating: '0 8px 24px rgb(0 0 0 / 0.12)' },
      keyframes: {
        appear: {
          from: { opacity: '0', transform: 'translateY(0.25rem)' },
          to: { opacity: '1', transform: 'none' },
        },
        fade: { from: { opacity: '0' }, to: { opacity: '1' } },
        leave: { from: { opacity: '1' }, to: { opacity: '0' } },
      },
      animation: {
        appear: `appear ${MOTION.dialog}ms ease-out`,
        fade: `fade ${MOTION.dialog}ms ease-out`,
        leave: `leave ${MOTION.menu}ms ease-in`,
      },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({ ':root': variables(ROLES.light), '.dark': variables(ROLES.dark) });
    }),
  ],
};

export default config;
