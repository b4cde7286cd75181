import type { Page } from '@playwright/test';

/** A device of Chromium that makes passkeys: it belongs to one page. */
export type Authenticator = {
  /** Answer by itself, as soon as it is asked, or never. */
  answers: (answers: boolean) => Promise<void>;
  /** Recognise its owner, or refuse. */
  recognises: (recognises: boolean) => Promise<void>;
  /** How often the page that is loaded asked for a passkey. */
  asked: () => Promise<number>;
  /** How many passkeys it has. */
  count: () => Promise<number>;
};

/** Give a page a device with a fingerprint reader that answers at once. */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  await page.addInitScript(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    const asked = { count: 0 };
    Object.assign(window, { asked });
    navigator.credentials.get = (options) => {
      asked.count += 1;
      return get(options);
    };
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    answers: async (enabled) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    recognises: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    asked: () =>
      page.evaluate(() => (window as unknown as { asked: { count: number } }).asked.count),
    count: async () =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
