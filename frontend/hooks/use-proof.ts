'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/v4-mini';

import { useUser } from '@/contexts/user-context';
import { toProblem } from '@/lib/error';
import { meQuery } from '@/lib/queries/account';
import { identitiesQuery } from '@/lib/queries/security';
import { password, required } from '@/lib/validation';

/** The fields at which the errors of a proof are shown. */
const FIELD_OF = { wrong_password: 'password', wrong_code: 'code', code_required: 'code' } as const;

/**
 * What a form needs that proves who one is: the password, and the code of the second
 * factor if there is one. ProofFields shows its fields.
 */
export function useProof() {
  const { email, two_fa_enabled: hasFactor } = useUser();
  const client = useQueryClient();
  const { data: identities = [] } = useQuery(identitiesQuery);

  /** Call the API with a proof. The field of the code follows a factor that changed elsewhere. */
  async function prove<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      if (['code_required', 'two_factor_not_enabled'].includes(toProblem(thrown).code)) {
        await client.invalidateQueries({ queryKey: meQuery.queryKey });
      }
      throw thrown;
    }
  }

  return {
    owner: { email, hasFactor, isLinked: identities.length > 0 },
    identities,
    shape: { password: password(), code: hasFactor ? required() : z.optional(z.string()) },
    fieldOf: FIELD_OF,
    prove,
  };
}
