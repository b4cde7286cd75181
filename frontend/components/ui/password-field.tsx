'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';

type Props = Omit<ComponentProps<typeof Input>, 'type' | 'autoComplete'> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  autoComplete: 'current-password' | 'new-password';
};

/** A password with a button that shows it. It is hidden again before the form is sent. */
export function PasswordField({ label, hint, error, className, ...input }: Props) {
  const t = useTexts(common);
  const [isShown, setShown] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  // Browsers store a field that is of type text as a text, where others read it.
  useEffect(() => {
    const form = button.current?.form;
    const hide = () => setShown(false);
    form?.addEventListener('submit', hide, true);
    return () => form?.removeEventListener('submit', hide, true);
  }, []);

  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <div className="relative">
          <Input
            {...input}
            {...control}
            type={isShown ? 'text' : 'password'}
            autoCapitalize="none"
            spellCheck={false}
            className="pr-11"
          />
          <button
            ref={button}
            type="button"
            aria-pressed={isShown}
            aria-label={t.showPassword}
            onClick={() => setShown(!isShown)}
            className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-control text-muted hover:text-text"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </Field>
  );
}
