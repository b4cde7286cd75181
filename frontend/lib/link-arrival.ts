import type { QueryClient } from '@tanstack/react-query';

import { OidcService } from '@/app/client';
import { readSteps, saveSteps } from '@/lib/auth';
import { handleError, withRecentLogin } from '@/lib/error';
import { provider } from '@/lib/i18n/en/provider';
import { translated } from '@/lib/i18n/language';
import { notify } from '@/lib/notify';
import { securityKeys } from '@/lib/queries/security';

/** Link the person at a provider who chose to log in for that, once. */
export async function linkArrival(client: QueryClient): Promise<void> {
  const { arrival } = readSteps();
  saveSteps({ arrival: undefined });
  if (arrival?.link !== 'due') return;
  try {
    const body = { link_token: arrival.link_token };
    await withRecentLogin(() => OidcService.link({ body }));
    notify({ kind: 'success', text: translated(provider).linked(arrival.provider_name) });
    await client.invalidateQueries({ queryKey: securityKeys.all });
  } catch (thrown) {
    handleError(thrown);
  }
}
