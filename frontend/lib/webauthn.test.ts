import { expect, test } from 'vitest';

import { userHandle } from '@/lib/webauthn';

test('the user handle is the bytes of the id in base64url', () => {
  expect(userHandle('6554dda4-885c-4eaf-b1a6-6809e7059d54')).toBe('ZVTdpIhcTq-xpmgJ5wWdVA');
});
