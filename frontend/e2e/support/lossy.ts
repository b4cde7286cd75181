import { Relay } from './relay';
import { test } from './test';

/** Tests whose browser reaches everything by a wire that can be cut. */
export const lossy = test.extend<{ relay: Relay }>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    relay.stop();
  },
  proxy: async ({ relay }, use) => use(relay.proxy),
});
