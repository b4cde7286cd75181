'use client';

import { z } from 'zod/v4-mini';

import { AuthButton } from '@/components/auth/auth-button';
import { AuthCard } from '@/components/auth/auth-card';
import { GuestLink } from '@/components/auth/guest-link';
import { PendingCard } from '@/components/auth/pending-card';
import { Form } from '@/components/ui/form';
import { paths } from '@/config/paths';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { auth } from '@/lib/i18n/en/auth';
import { undo } from '@/lib/i18n/en/undo';

type Props = {
  title: string;
  text: string;
  button: string;
  /** As useMailedToken returns it. */
  token: string | undefined;
  onUndo: (token: string) => Promise<void>;
};

/** What a mailed link undoes. It waits for a click: mail scanners open links by themselves. */
export function UndoForm({ title, text, button, token, onUndo }: Props) {
  const t = useTexts(undo);
  const words = useTexts(auth);
  const { submit, failure, isBusy } = useApiForm({
    schema: z.object({}),
    onSubmit: () => onUndo(token ?? ''),
  });
  if (token === undefined) return <PendingCard title={title} />;
  if (token === '') return <AuthCard title={t.brokenTitle} text={t.brokenText} />;
  return (
    <AuthCard
      title={title}
      text={text}
      footer={<GuestLink href={paths.login}>{words.backToLogin}</GuestLink>}
    >
      <Form onSubmit={submit} failure={failure}>
        <AuthButton busy={isBusy}>{button}</AuthButton>
      </Form>
    </AuthCard>
  );
}
