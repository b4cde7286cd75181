import { FlatCompat } from '@eslint/eslintrc';

const compat = new FlatCompat({ baseDirectory: import.meta.dirname });

const CLASSES = 'JSXAttribute[name.name="className"], CallExpression[callee.name=/^(cn|cva)$/]';
// `[&_svg]:` and `data-[state=open]:` choose an element or a state; they hold no value.
const ARBITRARY = String.raw`/(^|[\s:])-?[a-z][a-z-]*-\[(?!&)[^\]=]*\](?!:)/`;

/** Colours, sizes and texts come from the design system: see DESIGN_SYSTEM.md. */
const designSystem = [
  {
    selector: `:matches(${CLASSES}) Literal[value=${ARBITRARY}]`,
    message: 'No arbitrary values: use a token of constants/ui.ts.',
  },
  {
    selector: 'Literal[value=/^#[0-9a-fA-F]{3,8}$/]',
    message: 'No colours outside of constants/ui.ts.',
  },
  {
    selector: 'JSXAttribute[name.name=/^(style)$/] Literal[value=/^(#|rgb|hsl|\\d+px)/]',
    message: 'No colours and sizes outside of constants/ui.ts.',
  },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|alt|title|placeholder|label|text|hint)$/] > Literal[value=/[A-Za-z]{2}/]',
    message: 'No texts outside of lib/i18n: use useTexts.',
  },
];

const wholeZod = {
  selector: 'ImportDeclaration[source.value="zod"]',
  message: 'Import zod/v4-mini: a page with all of zod weighs 9 kB more.',
};

/** What the files of each folder must not import; a folder imports what stands above it. */
const boundaries = [
  ['lib', ['@/components/*', '@/hooks/*', '@/contexts/*', 'react', 'react-dom', 'next/*']],
  ['constants', ['@/*']],
  ['components/ui', ['@/components/*/**', '!@/components/ui/**', '@/app/client']],
  ['hooks', ['@/components/*']],
];

const config = [
  {
    ignores: [
      '.next/**',
      '.next-dev/**',
      'app/client/**',
      'next-env.d.ts',
      'out/**',
      'playwright-report/**',
      'test-results/**',
    ],
  },
  ...compat.extends('next/core-web-vitals', 'next/typescript'),
  {
    rules: {
      'no-restricted-syntax': ['error', ...designSystem, wholeZod],
      'react/jsx-no-literals': [
        'error',
        { allowedStrings: ['·', '–', '×', '/'], ignoreProps: true },
      ],
      'import/no-default-export': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    // Next and the tools want these to export their default.
    files: ['app/**/{page,layout,not-found,error,global-error}.tsx', '*.config.{ts,mjs}'],
    rules: { 'import/no-default-export': 'off' },
  },
  { files: ['constants/*.ts', 'tailwind.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**'],
    rules: { 'react/jsx-no-literals': 'off', 'react-hooks/rules-of-hooks': 'off' },
  },
  ...boundaries.map(([folder, group]) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group, message: 'See STRUCTURE.md.' }] }],
    },
  })),
];

export default config;
