'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';

import type { SharedDocument } from '@/app/client';
import { SharedEnd } from '@/components/shared/shared-end';
import { SharedFile } from '@/components/shared/shared-file';
import { SharedSkeleton } from '@/components/shared/shared-skeleton';
import { PageHeading } from '@/components/ui/page-heading';
import { LoadProblem } from '@/components/ui/problem';
import { useTexts } from '@/hooks/use-texts';
import { toProblem } from '@/lib/error';
import { shared } from '@/lib/i18n/en/shared';
import { sharedQuery } from '@/lib/queries/shared';

const SharedPassword = dynamic(
  () => import('./shared-password').then((module) => module.SharedPassword),
  { ssr: false },
);

type Unlocked = { share: SharedDocument; password: string };

/** The share of a token: its file, or what it takes to see it, or that it has ended. */
export function SharedLink({ token }: { token: string }) {
  const t = useTexts(shared);
  const { data, error, refetch } = useQuery(sharedQuery(token));
  const [unlocked, setUnlocked] = useState<Unlocked>();
  const [hasEnded, setEnded] = useState(false);
  const status = error && toProblem(error).status;
  // A token that is none at all is a wrong input for the API.
  if (token === '' || hasEnded || status === 404 || status === 422) return <SharedEnd />;
  if (error && !data) {
    return (
      <div className="flex flex-col gap-6">
        <PageHeading title={t.title} />
        <LoadProblem thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <SharedSkeleton />;
  const { file, owner_name, expires_at } = unlocked?.share ?? data;
  const onEnd = () => setEnded(true);
  if (!file) {
    return (
      <SharedPassword
        token={token}
        owner={owner_name}
        onUnlock={(share, password) => setUnlocked({ share, password })}
        onEnd={onEnd}
      />
    );
  }
  return (
    <SharedFile
      file={file}
      owner={owner_name}
      expiresAt={expires_at}
      proof={{ token, password: unlocked?.password }}
      onEnd={onEnd}
    />
  );
}
