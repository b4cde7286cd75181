import { expect } from '@playwright/test';

import { environment } from './environment';

export type Mail = { id: string; to: string; subject: string; text: string; html: string };

/** Return the e-mails to an address, the newest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const url = `${environment.mailboxUrl}/messages?to=${encodeURIComponent(address)}`;
  return (await fetch(url)).json() as Promise<Mail[]>;
}

/** Wait for the nth e-mail to an address that contains a pattern; return its first match. */
export async function mailed(address: string, pattern: RegExp, count = 1): Promise<string> {
  let found: string[] = [];
  await expect
    .poll(
      async () => {
        const texts = (await mailsTo(address)).map((mail) => pattern.exec(mail.text)?.[0]);
        found = texts.filter((text) => text !== undefined);
        return found.length;
      },
      { message: `e-mail number ${count} to ${address}` },
    )
    .toBeGreaterThanOrEqual(count);
  return found[0] ?? '';
}

/** Wait for the nth e-mailed code to an address, and return it. */
export function mailedCode(address: string, count = 1): Promise<string> {
  return mailed(address, /\b\d{6}\b/, count);
}
