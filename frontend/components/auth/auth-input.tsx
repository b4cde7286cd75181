'use client';

import type { ComponentProps } from 'react';

import { PasswordField } from '@/components/ui/password-field';
import { TextField } from '@/components/ui/text-field';

type Props =
  | ({ type: 'password' } & ComponentProps<typeof PasswordField>)
  | ({ type: 'text' | 'email' } & ComponentProps<typeof TextField>);

/** A field of a form of authentication. A password gets the button that shows it. */
export function AuthInput(props: Props) {
  if (props.type === 'password') {
    const { type: _, ...field } = props;
    return <PasswordField {...field} />;
  }
  return <TextField autoCapitalize="none" spellCheck={false} {...props} />;
}
