'use client';

import { UsersService } from '@/app/client';
import { AuthCard } from '@/components/auth/auth-card';
import { CodeForm } from '@/components/auth/code-form';
import { GuestLink } from '@/components/auth/guest-link';
import { NoStep } from '@/components/auth/no-step';
import { PendingCard } from '@/components/auth/pending-card';
import { ResendCode } from '@/components/auth/resend-code';
import { Alert } from '@/components/ui/alert';
import { paths } from '@/config/paths';
import { useConfig } from '@/hooks/use-config';
import { useSteps } from '@/hooks/use-steps';
import { useTexts } from '@/hooks/use-texts';
import { resendAt, saveSteps, type Steps } from '@/lib/auth';
import { saveFirstLogin } from '@/lib/first-login';
import { auth } from '@/lib/i18n/en/auth';
import { code } from '@/lib/i18n/en/code';
import { signup } from '@/lib/i18n/en/signup';

/** The code that confirms the address of a sign-up, and logs in. */
export function VerifyForm() {
  const t = useTexts(signup);
  const words = useTexts(auth);
  const steps = useSteps();
  if (!steps) return <PendingCard title={t.verifyTitle} />;
  if (steps.signup) return <Code signup={steps.signup} />;
  const start = { href: paths.login, label: words.logIn };
  return <NoStep title={t.noStepTitle} text={t.noStep} start={start} />;
}

function Code({ signup: step }: { signup: NonNullable<Steps['signup']> }) {
  const t = useTexts(signup);
  const texts = useTexts(code);
  const config = useConfig();
  const digits = config?.code.digits ?? 6;
  const minutes = (config?.code.lifetime_seconds ?? 600) / 60;
  const named = { signup_token: step.token };
  const call = { auth: () => step.access };

  async function confirm(typed: string) {
    const { data } = await UsersService.verifySignup({ body: { code: typed, ...named }, ...call });
    await saveFirstLogin(data);
  }

  async function resend() {
    await UsersService.resendCode({ body: named, ...call });
    saveSteps({ signup: { ...step, resendAt: resendAt(config) } });
  }

  return (
    <AuthCard
      title={t.verifyTitle}
      text={step.token ? t.sentTo(step.email, minutes) : t.waiting(step.email)}
      footer={
        <div className="flex flex-col gap-6">
          <ResendCode at={step.resendAt} email={step.email} onResend={resend} />
          <GuestLink href={paths.signup}>{t.otherAddress}</GuestLink>
        </div>
      }
    >
      <CodeForm
        digits={digits}
        label={texts.label(digits)}
        button={texts.confirm}
        wrong="invalid_code"
        onSubmit={confirm}
      >
        {config?.emails_sent === false && <Alert kind="warning">{texts.noEmails}</Alert>}
      </CodeForm>
    </AuthCard>
  );
}
