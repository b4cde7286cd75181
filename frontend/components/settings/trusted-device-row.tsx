'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { type TrustedDevicePublic, TwoFaService } from '@/app/client';
import { DeviceRow } from '@/components/settings/device-row';
import { Button } from '@/components/ui/button';
import { Time, TimeAgo } from '@/components/ui/time';
import { useDeviceName } from '@/hooks/use-device-name';
import { useTexts } from '@/hooks/use-texts';
import { handleError, toProblem } from '@/lib/error';
import { leaveRow } from '@/lib/focus';
import { sessions } from '@/lib/i18n/en/sessions';
import { notify } from '@/lib/notify';
import { securityKeys } from '@/lib/queries/security';

/** A trusted device, whose trust can be removed. */
export function TrustedDeviceRow({ device }: { device: TrustedDevicePublic }) {
  const t = useTexts(sessions);
  const nameOf = useDeviceName();
  const client = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const distrust = useMutation({
    mutationFn: () => TwoFaService.distrustDevice({ path: { device_id: device.id } }),
    onSuccess: () => {
      notify({ kind: 'success', text: t.distrusted(nameOf(device.device)) });
    },
    onError: (thrown) => {
      // Somebody removed it in another tab.
      if (toProblem(thrown).code !== 'trusted_device_not_found') handleError(thrown);
    },
    onSettled: () => {
      leaveRow(button.current?.closest('li'));
      return client.invalidateQueries({ queryKey: securityKeys.all });
    },
  });
  return (
    <DeviceRow
      device={device.device}
      action={
        <Button
          ref={button}
          look="secondary"
          size="small"
          aria-label={t.distrustOf(nameOf(device.device))}
          busy={distrust.isPending}
          onClick={() => distrust.mutate()}
        >
          {t.distrust}
        </Button>
      }
    >
      <p>
        {t.used} <TimeAgo at={device.last_used_at} />
      </p>
      <p className="break-words">{t.address(device.address)}</p>
      <p>
        {t.trustedSince} <Time at={device.created_at} as="date" /> · {t.trustEnds}{' '}
        <Time at={device.expires_at} as="date" />
      </p>
    </DeviceRow>
  );
}
