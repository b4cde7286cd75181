'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { PasskeysService } from '@/app/client';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { withRecentLogin } from '@/lib/error';
import { passkeys } from '@/lib/i18n/en/passkeys';
import { notify } from '@/lib/notify';
import { placeOf } from '@/lib/passkey-name';
import { securityKeys } from '@/lib/queries/security';
import { createPasskey } from '@/lib/webauthn';

/** Add a passkey, named after the device that it is on. */
export function useAddPasskey() {
  const t = useTexts(passkeys);
  const client = useQueryClient();
  const { submit, failure, isBusy } = useApiForm({
    schema: z.object({}),
    onSubmit: async () => {
      const { data } = await withRecentLogin(() => PasskeysService.getCreationOptions());
      const made = await createPasskey(data);
      const place = placeOf(made, navigator.userAgent) ?? 'passkey';
      const name = t.places[place] ?? place;
      await PasskeysService.addPasskey({ body: { name, credential: made } });
      notify({ kind: 'success', text: t.added });
      await client.invalidateQueries({ queryKey: securityKeys.all });
    },
  });
  return { add: () => void submit(), failure, isBusy };
}
