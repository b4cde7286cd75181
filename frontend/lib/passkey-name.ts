import type { MadePasskey } from '@/lib/webauthn';

// The order counts: Android says Linux, too.
const SYSTEMS = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const;

/** Where a new passkey is: the name of this system, `phone`, `key`, or undefined. */
export function placeOf(made: MadePasskey, userAgent: string): string | undefined {
  const { transports = [] } = made.response;
  if (made.authenticatorAttachment === 'platform') {
    return SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  }
  if (transports.includes('hybrid')) return 'phone';
  return transports.some((each) => ['usb', 'nfc', 'ble'].includes(each)) ? 'key' : undefined;
}
