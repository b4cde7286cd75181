'use client';

import { type ComponentProps, useId } from 'react';

import type { CreateApiTokenRequest } from '@/app/client';
import { CheckboxField } from '@/components/ui/checkbox-field';
import { useTexts } from '@/hooks/use-texts';
import { apiTokens } from '@/lib/i18n/en/api-tokens';

type Props = Omit<ComponentProps<'input'>, 'type' | 'value'> & {
  scopes: readonly CreateApiTokenRequest['scopes'][number][];
  error: string | undefined;
};

/** What an API token may do: a box to tick for each scope. */
export function ScopesField({ scopes, error, ...input }: Props) {
  const t = useTexts(apiTokens);
  const id = useId();
  return (
    <fieldset
      aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
      className="flex flex-col gap-3"
    >
      <legend className="mb-1.5 text-small font-medium">{t.scopesLabel}</legend>
      {scopes.map((scope) => (
        <CheckboxField
          key={scope}
          {...input}
          value={scope}
          label={t.scopes[scope]}
          hint={t.hints[scope]}
        />
      ))}
      <p id={`${id}-hint`} className="text-small text-muted">
        {t.scopesHint}
      </p>
      {error && (
        <p id={`${id}-error`} role="alert" className="text-small text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
