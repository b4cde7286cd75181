/**
 * Logins at other providers (OpenID Connect): docs/oidc.md. This tab keeps the token of the
 * flow, so that nobody else can complete it, and the page /oidc reads the answer.
 */
import { OidcService, type ProviderPublic } from '@/app/client';
import { type ProviderFlow, readSteps, saveSteps } from '@/lib/auth';

/** What a provider sends to /oidc: the reason if it is a refusal (RFC 6749, 4.1.2). */
export type Answer = { state: string; code: string; iss?: string } | { error: string };

/** An answer, and the flow of this tab to which it may belong. */
export type Taken = { answer: Answer; flow: ProviderFlow | undefined };

// The browser may not get to the pages of a provider, and then nothing tells so.
const PATIENCE = 10_000;

const BEGIN = {
  login: (body: { provider: string }) => OidcService.beginLogin({ body }),
  link: (body: { provider: string }) => OidcService.beginLink({ body }),
  proof: (body: { provider: string }) => OidcService.beginReauthentication({ body }),
};

/** Begin a flow and leave for the pages of the provider. It resolves if one is still here. */
export async function leaveFor(
  provider: Pick<ProviderPublic, 'id' | 'name'>,
  flow: Pick<ProviderFlow, 'purpose' | 'next' | 'hasFactor'>,
): Promise<void> {
  const { data } = await BEGIN[flow.purpose]({ provider: provider.id });
  const { arrival } = readSteps();
  saveSteps({
    provider: { ...flow, token: data.flow_token, name: provider.name },
    arrival: arrival?.link ? arrival : undefined,
    notice: undefined,
  });
  location.assign(data.authorization_url);
  await new Promise<void>((resolve) => {
    // It came back out of the back/forward cache.
    addEventListener('pageshow', () => resolve(), { once: true });
    setTimeout(resolve, PATIENCE);
  });
}

/** Return the answer in the query of an address; undefined if there is none. */
export function answerIn(query: string): Answer | undefined {
  const params = new URLSearchParams(query);
  const [error, state, code] = [params.get('error'), params.get('state'), params.get('code')];
  if (error) return { error };
  return state && code ? { state, code, iss: params.get('iss') ?? undefined } : undefined;
}

/**
 * Take the answer out of the address and its flow out of the tab, so that neither a reload nor
 * "Back" sends it again. The address keeps where a login leads.
 */
export function takeAnswer(): Taken | undefined {
  const answer = answerIn(location.search);
  if (!answer) return undefined;
  const flow = readSteps().provider;
  saveSteps({ provider: undefined });
  const next = flow?.purpose === 'login' ? flow.next : undefined;
  const query = next ? `?next=${encodeURIComponent(next)}` : '';
  history.replaceState(history.state, '', location.pathname + query);
  return { answer, flow };
}
