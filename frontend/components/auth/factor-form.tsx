'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';

import { type Auth, TwoFaService } from '@/app/client';
import { AuthCard } from '@/components/auth/auth-card';
import { CodeForm } from '@/components/auth/code-form';
import { GuestLink } from '@/components/auth/guest-link';
import { NoStep } from '@/components/auth/no-step';
import { PendingCard } from '@/components/auth/pending-card';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox-field';
import { paths } from '@/config/paths';
import { useConfig } from '@/hooks/use-config';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { saveLogin, saveSteps } from '@/lib/auth';
import { toProblem } from '@/lib/error';
import { auth } from '@/lib/i18n/en/auth';
import { code } from '@/lib/i18n/en/code';
import { factor } from '@/lib/i18n/en/factor';

const RecoveryForm = dynamic(() => import('./recovery-form').then((m) => m.RecoveryForm), {
  ssr: false,
});

const PasskeyFactor = dynamic(() => import('./passkey-factor').then((m) => m.PasskeyFactor), {
  ssr: false,
  // The page does not jump when it comes.
  loading: () => <div className="h-control" />,
});

// RFC 6238 as authenticator apps speak it.
const DIGITS = 6;

/** The second factor of a login: a code of the app, a recovery code, or a passkey. */
export function FactorForm() {
  const t = useTexts(factor);
  const words = useTexts(auth);
  const steps = useSteps();
  if (!steps) return <PendingCard title={t.title} />;
  if (steps.secondFactor) return <Factor pending={steps.secondFactor.token} />;
  const start = { href: paths.login, label: words.logIn };
  return <NoStep title={t.noStepTitle} text={t.noStep} start={start} />;
}

function Factor({ pending }: { pending: string }) {
  const t = useTexts(factor);
  const words = useTexts(auth);
  const texts = useTexts(code);
  const router = useRouter();
  const days = useConfig()?.session.trusted_device_days ?? 0;
  const [isRecovery, setRecovery] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const trust = useRef(false);

  function verify(typed: string) {
    const body = { code: typed, trust_device: trust.current };
    return complete(() => TwoFaService.verify({ body, auth: () => pending }));
  }

  async function complete(call: () => Promise<{ data: Auth }>) {
    try {
      saveLogin((await call()).data);
    } catch (thrown) {
      const problem = toProblem(thrown);
      setPaused(problem.code === 'two_factor_paused');
      if (problem.status !== 401) throw thrown;
      saveSteps({ secondFactor: undefined, notice: 'factorExpired' });
      router.replace(paths.login + location.search);
    }
  }

  const trustField = days > 0 && (
    <CheckboxField
      label={t.trust(days)}
      hint={t.trustHint}
      defaultChecked={trust.current}
      onChange={(event) => {
        trust.current = event.target.checked;
      }}
    />
  );
  return (
    <AuthCard
      title={isRecovery ? t.recoveryTitle : t.title}
      text={isRecovery ? t.recoveryText : t.text}
      footer={
        <div className="flex flex-col items-center gap-4">
          <Button look="link" size="inline" onClick={() => setRecovery(!isRecovery)}>
            {isRecovery ? t.toApp : t.toRecovery}
          </Button>
          {isPaused && (
            <p>
              {t.paused} <GuestLink href={paths.forgotPassword}>{t.toReset}</GuestLink>
            </p>
          )}
          <GuestLink href={paths.login}>{words.backToLogin}</GuestLink>
        </div>
      }
    >
      {isRecovery ? (
        <RecoveryForm onSubmit={verify}>{trustField}</RecoveryForm>
      ) : (
        <CodeForm
          digits={DIGITS}
          label={texts.label(DIGITS)}
          button={t.submit}
          wrong="wrong_code"
          onSubmit={verify}
        >
          {trustField}
        </CodeForm>
      )}
      <div className="mt-3">
        <PasskeyFactor pending={pending} isTrusted={() => trust.current} complete={complete} />
      </div>
    </AuthCard>
  );
}
