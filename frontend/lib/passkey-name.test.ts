import { expect, test } from 'vitest';

import { placeOf } from '@/lib/passkey-name';

const made = (authenticatorAttachment: string, ...transports: string[]) => ({
  id: 'x',
  rawId: 'x',
  authenticatorAttachment,
  response: { clientDataJSON: 'x', attestationObject: 'x', transports },
});
const ANDROID = 'Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile';

test.each([
  [made('platform', 'internal', 'hybrid'), ANDROID, 'Android'],
  [made('platform', 'internal'), 'Mozilla/5.0 (X11; Linux x86_64)', 'Linux'],
  [made('platform', 'internal'), 'Something new', undefined],
  [made('cross-platform', 'internal', 'hybrid'), ANDROID, 'phone'],
  [made('cross-platform', 'usb', 'nfc'), ANDROID, 'key'],
  [made('cross-platform'), ANDROID, undefined],
])('where %j is', (credential, userAgent, place) => {
  expect(placeOf(credential, userAgent)).toBe(place);
});
