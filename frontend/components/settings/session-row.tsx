'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { type SessionPublic, UsersService } from '@/app/client';
import { DeviceRow } from '@/components/settings/device-row';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Time, TimeAgo } from '@/components/ui/time';
import { useDeviceName } from '@/hooks/use-device-name';
import { useTexts } from '@/hooks/use-texts';
import { handleError, toProblem } from '@/lib/error';
import { leaveRow } from '@/lib/focus';
import { sessions } from '@/lib/i18n/en/sessions';
import { notify } from '@/lib/notify';
import { securityKeys } from '@/lib/queries/security';

/** A login, which can be ended unless it is this one. */
export function SessionRow({ session }: { session: SessionPublic }) {
  const t = useTexts(sessions);
  const nameOf = useDeviceName();
  const client = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const end = useMutation({
    mutationFn: () => UsersService.endSession({ path: { session_id: session.id } }),
    onSuccess: () => {
      notify({ kind: 'success', text: t.ended(nameOf(session.device)) });
    },
    onError: (thrown) => {
      // It has ended in another way meanwhile.
      if (toProblem(thrown).code !== 'session_not_found') handleError(thrown);
    },
    onSettled: () => {
      leaveRow(button.current?.closest('li'));
      return client.invalidateQueries({ queryKey: securityKeys.all });
    },
  });
  return (
    <DeviceRow
      device={session.device}
      badges={
        <>
          {session.is_current && <Badge look="primary">{t.current}</Badge>}
          {session.is_trusted && <Badge>{t.trusted}</Badge>}
        </>
      }
      action={
        !session.is_current && (
          <Button
            ref={button}
            look="secondary"
            size="small"
            aria-label={t.endOf(nameOf(session.device))}
            busy={end.isPending}
            onClick={() => end.mutate()}
          >
            {t.end}
          </Button>
        )
      }
    >
      <p>
        {t.used} <TimeAgo at={session.last_seen_at} />
      </p>
      <p className="break-words">{t.address(session.address)}</p>
      <p>
        {t.opened} <Time at={session.created_at} /> · {t.ends}{' '}
        <Time at={session.expires_at} as="date" />
      </p>
    </DeviceRow>
  );
}
