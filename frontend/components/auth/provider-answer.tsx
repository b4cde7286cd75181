'use client';

import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';

import { NoStep } from '@/components/auth/no-step';
import { PendingCard } from '@/components/auth/pending-card';
import { paths } from '@/config/paths';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { useToken } from '@/hooks/use-token';
import { auth } from '@/lib/i18n/en/auth';
import { provider } from '@/lib/i18n/en/provider';
import { takeAnswer, type Taken } from '@/lib/provider-login';

const ProviderFinish = dynamic(() => import('./provider-finish').then((m) => m.ProviderFinish), {
  ssr: false,
  loading: Pending,
});
const ProviderRefusal = dynamic(() => import('./provider-refusal').then((m) => m.ProviderRefusal), {
  ssr: false,
  loading: Pending,
});
const NewIdentity = dynamic(() => import('./new-identity').then((m) => m.NewIdentity), {
  ssr: false,
  loading: Pending,
});

/** The page to which providers send the browser back: it completes what this tab began. */
export function ProviderAnswer() {
  const steps = useSteps();
  // null: there is no answer, or it was handled.
  const [taken, setTaken] = useState<Taken | null>();
  const isTaken = useRef(false);
  useEffect(() => {
    // React runs it twice in development; the second time the answer is gone.
    if (isTaken.current) return;
    isTaken.current = true;
    setTaken(takeAnswer() ?? null);
  }, []);
  if (!steps || taken === undefined) return <Pending />;
  if (taken?.flow) {
    const { answer, flow } = taken;
    if ('error' in answer) return <ProviderRefusal flow={flow} error={answer.error} />;
    return <ProviderFinish flow={flow} answer={answer} onArrival={() => setTaken(null)} />;
  }
  if (!taken && steps.arrival) return <NewIdentity arrival={steps.arrival} />;
  return <NoFlow />;
}

function Pending() {
  return <PendingCard title={useTexts(provider).title} />;
}

function NoFlow() {
  const t = useTexts(provider);
  const words = useTexts(auth);
  const isLoggedIn = useToken() !== undefined;
  const start = isLoggedIn
    ? { href: paths.dashboard, label: t.toDashboard }
    : { href: paths.login, label: words.logIn };
  return <NoStep title={t.noFlowTitle} text={t.noFlow} start={start} />;
}
