import { expect, test } from 'vitest';

import { partsOfDevice } from '@/lib/device';

test.each([
  ['Firefox on Ubuntu', 'Firefox', 'Ubuntu', false],
  ['Mobile Safari on iOS', 'Mobile Safari', 'iOS', true],
  ['Chrome Mobile on Android', 'Chrome Mobile', 'Android', true],
  ['Reader on the go on Linux', 'Reader on the go', 'Linux', false],
  ['Unknown browser on unknown system', undefined, undefined, false],
  ['curl', 'curl', undefined, false],
])('%s', (device, browser, system, isPhone) => {
  expect(partsOfDevice(device)).toEqual({ browser, system, isPhone });
});
