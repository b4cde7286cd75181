'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';

import { AuthCard } from '@/components/auth/auth-card';
import { PendingCard } from '@/components/auth/pending-card';
import { LoadProblem } from '@/components/ui/problem';
import { useMailedToken } from '@/hooks/use-mailed-token';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { invitation } from '@/lib/i18n/en/invitation';
import { invitationQuery } from '@/lib/queries/invitations';

const AcceptForm = dynamic(() => import('./accept-form').then((module) => module.AcceptForm), {
  ssr: false,
});

/** The page of the link in an invitation: whom it is for, and a password to choose. */
export function InvitationForm() {
  const t = useTexts(invitation);
  const token = useMailedToken('invitation');
  const { data, error, refetch } = useQuery({
    ...invitationQuery(token ?? ''),
    enabled: Boolean(token),
  });
  // A token that is none at all is a wrong input for the API.
  const isOver = token === '' || (error && [400, 422].includes(toProblem(error).status));
  if (isOver) return <AuthCard title={t.overTitle} text={t.over} />;
  if (error) {
    return (
      <AuthCard title={t.title}>
        <LoadProblem thrown={error} onRetry={() => void refetch()} />
      </AuthCard>
    );
  }
  if (!data || !token) return <PendingCard title={t.title} />;
  return <AcceptForm token={token} invited={data} />;
}
