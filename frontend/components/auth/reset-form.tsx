'use client';

import dynamic from 'next/dynamic';
import { useEffect } from 'react';

import { ForgotPasswordService } from '@/app/client';
import { AuthCard } from '@/components/auth/auth-card';
import { CodeForm } from '@/components/auth/code-form';
import { GuestLink } from '@/components/auth/guest-link';
import { NoStep } from '@/components/auth/no-step';
import { PendingCard } from '@/components/auth/pending-card';
import { ResendCode } from '@/components/auth/resend-code';
import { paths } from '@/config/paths';
import { useConfig } from '@/hooks/use-config';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { resendAt, saveSteps, type Steps } from '@/lib/auth';
import { code } from '@/lib/i18n/en/code';
import { reset } from '@/lib/i18n/en/reset';

// What measures a new password is loaded while one enters the code.
const load = () => import('./new-password-form').then((module) => module.NewPasswordForm);
const NewPasswordForm = dynamic(load, { ssr: false, loading: PendingPassword });

/** The later steps of a new password: its code, then the password. */
export function ResetForm() {
  const t = useTexts(reset);
  const steps = useSteps();
  useEffect(() => void load(), []);
  if (!steps) return <PendingCard title={t.noStepTitle} />;
  const step = steps.reset;
  if (step?.resetToken) return <NewPasswordForm step={step} resetToken={step.resetToken} />;
  if (step) return <Code step={step} />;
  const start = { href: paths.forgotPassword, label: t.start };
  return <NoStep title={t.noStepTitle} text={t.noStep} start={start} />;
}

function PendingPassword() {
  const t = useTexts(reset);
  return <PendingCard title={t.passwordTitle} />;
}

function Code({ step }: { step: NonNullable<Steps['reset']> }) {
  const t = useTexts(reset);
  const texts = useTexts(code);
  const config = useConfig();
  const digits = config?.code.digits ?? 6;
  const minutes = (config?.code.lifetime_seconds ?? 600) / 60;
  const { email, requestToken } = step;

  async function verify(typed: string) {
    const body = { email, code: typed, request_token: requestToken };
    const { data } = await ForgotPasswordService.verify({ body });
    saveSteps({ reset: { ...step, resetToken: data.reset_token } });
  }

  async function resend() {
    const { data } = await ForgotPasswordService.request({ body: { email } });
    const requestToken = data.request_token;
    saveSteps({ reset: { email, requestToken, resendAt: resendAt(config) } });
  }

  return (
    <AuthCard
      title={t.codeTitle}
      text={t.sentTo(email, minutes)}
      footer={
        <div className="flex flex-col gap-6">
          <ResendCode at={step.resendAt} email={email} onResend={resend} />
          <GuestLink href={paths.forgotPassword}>{t.otherAddress}</GuestLink>
        </div>
      }
    >
      <CodeForm
        digits={digits}
        label={texts.label(digits)}
        button={texts.confirm}
        wrong="invalid_code"
        onSubmit={verify}
      />
    </AuthCard>
  );
}
