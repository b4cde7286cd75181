/**
 * The design tokens. tailwind.config.ts turns them into classes and app/globals.css into
 * CSS variables; DESIGN_SYSTEM.md explains them. No other file names a colour or a size.
 */

/** The colour of the brand, from lightest to darkest (OKLCH hue 253 to 258). */
export const SAMPLE_BLUE = {
  50: '#f0f6fe',
  100: '#ddecff',
  200: '#c1dcfe',
  300: '#98c5fe',
  400: '#63a5fc',
  500: '#3485f1',
  600: '#0e67d8',
  700: '#0254b8',
  800: '#074493',
  900: '#0c3772',
  950: '#072147',
} as const;

/** The neutral colours (hue 257, chroma at most 0.021). */
export const SAMPLE_GRAY = {
  50: '#f9fafc',
  100: '#f1f4f7',
  200: '#e3e6ec',
  300: '#ced3db',
  400: '#9ea5b0',
  500: '#6b737e',
  600: '#535b67',
  700: '#3f4752',
  800: '#272e38',
  900: '#171d25',
  950: '#0a0f15',
} as const;

const WHITE = '#ffffff';

/** The six status colours: text and ground of danger, success and warning. */
const STATUS = {
  light: {
    danger: '#b51f1f',
    'danger-ground': '#fef0ee',
    success: '#1a763f',
    'success-ground': '#eaf8ed',
    warning: '#855405',
    'warning-ground': '#fdf1e5',
  },
  dark: {
    danger: '#fe968b',
    'danger-ground': '#371b18',
    success: '#72cf8e',
    'success-ground': '#112a19',
    warning: '#f0a646',
    'warning-ground': '#322009',
  },
} as const;

/** What a colour is for. Components use these names only. */
export const ROLES = {
  light: {
    bg: WHITE,
    sunken: SAMPLE_GRAY[50],
    raised: WHITE,
    floating: WHITE,
    text: SAMPLE_GRAY[900],
    muted: SAMPLE_GRAY[600],
    placeholder: SAMPLE_GRAY[500],
    line: SAMPLE_GRAY[200],
    control: SAMPLE_GRAY[500],
    hover: SAMPLE_GRAY[100],
    link: SAMPLE_BLUE[700],
    primary: SAMPLE_BLUE[600],
    'primary-hover': SAMPLE_BLUE[700],
    'primary-active': SAMPLE_BLUE[800],
    'on-primary': WHITE,
    selected: SAMPLE_BLUE[50],
    badge: SAMPLE_BLUE[100],
    'on-badge': SAMPLE_BLUE[800],
    ring: SAMPLE_BLUE[600],
    'danger-solid': '#b51f1f',
    'on-danger': WHITE,
    ...STATUS.light,
  },
  dark: {
    bg: SAMPLE_GRAY[950],
    sunken: SAMPLE_GRAY[950],
    raised: SAMPLE_GRAY[900],
    floating: SAMPLE_GRAY[800],
    text: SAMPLE_GRAY[100],
    muted: SAMPLE_GRAY[400],
    placeholder: SAMPLE_GRAY[400],
    line: SAMPLE_GRAY[800],
    control: SAMPLE_GRAY[500],
    hover: SAMPLE_GRAY[800],
    link: SAMPLE_BLUE[400],
    primary: SAMPLE_BLUE[400],
    'primary-hover': SAMPLE_BLUE[300],
    'primary-active': SAMPLE_BLUE[200],
    'on-primary': SAMPLE_BLUE[950],
    selected: SAMPLE_BLUE[950],
    badge: SAMPLE_BLUE[900],
    'on-badge': SAMPLE_BLUE[200],
    ring: SAMPLE_BLUE[400],
    'danger-solid': '#fe968b',
    'on-danger': '#371b18',
    ...STATUS.dark,
  },
} as const;

export type Role = keyof typeof ROLES.light;

/** Sizes of type: size, line height, letter spacing. */
export const FONT_SIZES = {
  caption: ['0.75rem', { lineHeight: '1rem' }],
  small: ['0.875rem', { lineHeight: '1.25rem' }],
  body: ['1rem', { lineHeight: '1.5rem' }],
  lead: ['1.125rem', { lineHeight: '1.75rem' }],
  heading: ['1.25rem', { lineHeight: '1.75rem' }],
  title: ['1.5rem', { lineHeight: '2rem', letterSpacing: '-0.01em' }],
  display: ['1.875rem', { lineHeight: '2.25rem', letterSpacing: '-0.02em' }],
  hero: ['3rem', { lineHeight: '3.25rem', letterSpacing: '-0.02em' }],
} as const;

/** Corners: controls, menus, cards. */
export const RADII = { control: '6px', menu: '8px', card: '12px', full: '9999px' } as const;

/** Widths of columns: authentication, forms, lists. */
export const WIDTHS = { auth: '25rem', form: '40rem', list: '70rem' } as const;

/** Durations of motion in milliseconds. */
export const MOTION = { hover: 100, menu: 150, dialog: 200 } as const;

/** The padding of a section of a page. */
export const SECTION = 'py-16 lg:py-20';

/** A column in the middle of a page, with room at the sides of a phone. */
export const COLUMN = 'mx-auto w-full px-4 sm:px-6';
