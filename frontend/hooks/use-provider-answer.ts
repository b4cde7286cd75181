'use client';

import { useRouter } from 'next/navigation';

import { OidcService } from '@/app/client';
import { paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { enter, type ProviderFlow, safeNext, saveSteps } from '@/lib/auth';
import { provider } from '@/lib/i18n/en/provider';
import { notify } from '@/lib/notify';
import type { Answer } from '@/lib/provider-login';
import { keys, local } from '@/lib/storage';

type Options = {
  flow: ProviderFlow;
  answer: Extract<Answer, { code: string }>;
  /** Called if the person has no account here: `arrival` of the steps is the person. */
  onArrival: () => void;
};

/** Return the function that completes a flow and leads on. Only one call of it succeeds. */
export function useProviderAnswer({ flow, answer, onArrival }: Options) {
  const t = useTexts(provider);
  const router = useRouter();
  const body = { ...answer, flow_token: flow.token };

  async function logIn() {
    const device_token = local.read(keys.device);
    const { data } = await OidcService.completeLogin({ body: { ...body, device_token } });
    if (data.auth) {
      const missing = enter(data.auth);
      router.replace(missing ? missing + location.search : safeNext(flow.next));
    } else if (data.new_identity) {
      saveSteps({ arrival: data.new_identity });
      onArrival();
    }
  }

  async function link() {
    await OidcService.completeLink({ body });
    notify({ kind: 'success', text: t.linked(flow.name) });
    router.replace(paths.settingsProviders);
  }

  async function prove(factor_code: string | undefined) {
    await OidcService.completeReauthentication({ body: { ...body, factor_code } });
    notify({ kind: 'success', text: t.confirmed });
    router.replace(safeNext(flow.next));
  }

  return (code?: string) => ({ login: logIn, link, proof: () => prove(code) })[flow.purpose]();
}
