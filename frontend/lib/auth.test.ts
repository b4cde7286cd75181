import { describe, expect, test } from 'vitest';

import { loginPath, safeNext } from '@/lib/auth';

describe('safeNext', () => {
  test.each(['/documents', '/documents?q=a&type=image%2F*', '/book-demo/manage/abc#top'])(
    'keeps %s, a path of this site',
    (next) => expect(safeNext(next)).toBe(next),
  );

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/login?next=/dashboard',
    '/',
    'dashboard',
    '',
    null,
    undefined,
  ])('leads %s to the dashboard', (next) => expect(safeNext(next)).toBe('/dashboard'));
});

test('the login page leads back', () => {
  expect(loginPath('/documents?q=a')).toBe('/login?next=%2Fdocuments%3Fq%3Da');
});
