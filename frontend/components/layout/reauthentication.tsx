'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';

import { answerBy } from '@/lib/reauthentication';

const ReauthenticationDialog = dynamic(
  () => import('./reauthentication-dialog').then((module) => module.ReauthenticationDialog),
  { ssr: false },
);

/** Asks for the password when `withRecentLogin` needs it. The dialog is loaded then. */
export function Reauthentication() {
  const [answer, setAnswer] = useState<(isGiven: boolean) => void>();
  useEffect(() => answerBy(() => new Promise((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  return (
    <ReauthenticationDialog
      onAnswer={(isGiven) => {
        setAnswer(undefined);
        answer(isGiven);
      }}
    />
  );
}
