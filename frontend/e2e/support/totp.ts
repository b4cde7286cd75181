import { createHmac } from 'node:crypto';

import { type Account, api } from './account';

const STEP = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Return what an authenticator app shows (RFC 6238), `steps` of 30 seconds from now. The
 * API takes a code one step early or late, and each only once.
 */
export function totp(secret: string, steps = 0): string {
  const bits = [...secret].map((c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Switch the second factor of an account on; return its secret and its recovery codes. */
export async function enableTwoFa(
  account: Account,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { password } = account;
  const { secret } = await api<{ secret: string }>(account, 'POST', 'two-fa/setup', { password });
  const { recovery_codes: recoveryCodes } = await api<{ recovery_codes: string[] }>(
    account,
    'POST',
    'two-fa/enable',
    // The code of now is still good for a login.
    { code: totp(secret, -1) },
  );
  return { secret, recoveryCodes };
}
