'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound, Laptop, MailQuestion, ShieldAlert } from 'lucide-react';
import Link from 'next/link';

import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { paths } from '@/config/paths';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { hintsFor } from '@/lib/hints';
import { dashboard } from '@/lib/i18n/en/dashboard';
import { devicesQuery } from '@/lib/queries/security';

const ICONS = {
  pendingEmail: MailQuestion,
  noFactor: ShieldAlert,
  fewCodes: KeyRound,
  manyDevices: Laptop,
};

const PATHS = {
  pendingEmail: paths.settingsEmail,
  noFactor: paths.settingsTwoFa,
  fewCodes: paths.settingsTwoFa,
  manyDevices: paths.settingsDevices,
};

/** What the owner of the account should see to; nothing if all is well. */
export function Hints() {
  const t = useTexts(dashboard);
  const user = useUser();
  const { data: devices } = useQuery({ ...devicesQuery, enabled: user.two_fa_enabled });
  const hints = hintsFor(user, devices?.length ?? 0);
  if (hints.length === 0) return null;
  return (
    <Section title={t.hints}>
      <ul aria-label={t.hints} className="divide-y">
        {hints.map((kind) => {
          const Icon = ICONS[kind];
          const words = t[kind]({
            email: user.new_email ?? '',
            codes: user.recovery_codes_left ?? 0,
            devices: devices?.length ?? 0,
          });
          return (
            <li
              key={kind}
              className="flex flex-wrap items-center gap-x-4 gap-y-3 py-4 first:pt-0 last:pb-0"
            >
              <Icon aria-hidden className="size-5 shrink-0 self-start text-warning" />
              <div className="min-w-0 flex-1 basis-48">
                <p className="break-words font-medium">{words.title}</p>
                <p className="text-small text-muted">{words.text}</p>
              </div>
              <Button asChild look="secondary" size="small" className="max-sm:ml-9">
                <Link href={PATHS[kind]}>{words.action}</Link>
              </Button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
