'use client';

import {
  AtSign,
  ChevronRight,
  Database,
  Fingerprint,
  IdCard,
  KeyRound,
  Laptop,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  Smartphone,
  SquareTerminal,
  UserRound,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { paths } from '@/config/paths';
import { useProviders } from '@/hooks/use-providers';
import { useTexts } from '@/hooks/use-texts';
import { settings } from '@/lib/i18n/en/settings';
import { cn } from '@/lib/utils';

const PAGES: readonly [path: string, text: keyof typeof settings, icon: LucideIcon][] = [
  [paths.settings, 'profile', UserRound],
  [paths.settingsPassword, 'password', KeyRound],
  [paths.settingsEmail, 'email', AtSign],
  [paths.settingsTwoFa, 'twoFactor', Smartphone],
  [paths.settingsPasskeys, 'passkeys', Fingerprint],
  [paths.settingsProviders, 'providers', IdCard],
  [paths.settingsSessions, 'sessions', MonitorSmartphone],
  [paths.settingsDevices, 'devices', Laptop],
  [paths.settingsApiTokens, 'apiTokens', SquareTerminal],
  [paths.settingsLog, 'log', ScrollText],
  [paths.settingsData, 'data', Database],
];

const LOOKS = {
  column: {
    list: 'flex flex-col gap-1',
    link: 'min-h-9 rounded-control px-3 text-muted aria-[current=page]:bg-hover aria-[current=page]:text-text',
  },
  list: { list: 'divide-y rounded-card border bg-raised', link: 'min-h-12 px-4' },
};

/**
 * The pages of the settings: a column beside each of them on desks; on phones a list on the
 * first page, without that page. Logins at other providers are there if the service has any.
 */
export function SettingsNavigation({
  as,
  className,
}: {
  as: keyof typeof LOOKS;
  className?: string;
}) {
  const t = useTexts(settings);
  const pathname = usePathname();
  const hasProviders = useProviders().length > 0;
  const pages = PAGES.slice(as === 'list' ? 1 : 0).filter(
    ([path]) => path !== paths.settingsProviders || hasProviders || path === pathname,
  );
  return (
    <nav aria-label={t.navigation} className={className}>
      <ul className={LOOKS[as].list}>
        {pages.map(([path, text, Icon]) => (
          <li key={path}>
            <Link
              href={path}
              aria-current={path === pathname ? 'page' : undefined}
              className={cn(
                'flex items-center gap-3 text-small font-medium hover:bg-hover',
                LOOKS[as].link,
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              {t[text]}
              {as === 'list' && <ChevronRight aria-hidden className="ml-auto size-4 text-muted" />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
