'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';

import { TimeAgo } from '@/components/ui/time';
import { useDeviceName } from '@/hooks/use-device-name';
import { useTexts } from '@/hooks/use-texts';
import { events } from '@/lib/i18n/en/events';
import { log } from '@/lib/i18n/en/log';
import { type EventKind, isStriking } from '@/lib/security-events';
import { cn } from '@/lib/utils';

type Props = {
  /** Whose event it is, if the list is about several accounts. */
  who?: string;
  event: {
    kind: EventKind;
    device: string;
    address: string;
    by_someone_else: boolean;
    created_at: string;
  };
};

/** An event of the security log, in a list. */
export function SecurityEvent({ event, who }: Props) {
  const t = useTexts(log);
  const names = useTexts(events);
  const nameOf = useDeviceName();
  const isOdd = isStriking(event.kind);
  const Icon = isOdd ? ShieldAlert : ShieldCheck;
  return (
    <li className="flex items-start gap-4 py-3 first:pt-0 last:pb-0">
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-5 shrink-0', isOdd ? 'text-warning' : 'text-muted')}
      />
      <div className="min-w-0 text-small text-muted">
        <p className="font-medium text-text">
          {names[event.kind]} {event.by_someone_else && t.byAdministrator}
        </p>
        {who && <p className="break-words">{who}</p>}
        <p className="break-words">
          {[nameOf(event.device), event.address].filter(Boolean).join(' · ')}
        </p>
        <p>
          <TimeAgo at={event.created_at} />
        </p>
      </div>
    </li>
  );
}
