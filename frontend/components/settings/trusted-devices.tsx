'use client';

import { useQuery } from '@tanstack/react-query';
import { Laptop } from 'lucide-react';
import Link from 'next/link';

import { ListCard } from '@/components/settings/list-card';
import { TrustedDeviceRow } from '@/components/settings/trusted-device-row';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { PageHeading } from '@/components/ui/page-heading';
import { paths } from '@/config/paths';
import { useUser } from '@/contexts/user-context';
import { useTexts } from '@/hooks/use-texts';
import { sessions } from '@/lib/i18n/en/sessions';
import { settings } from '@/lib/i18n/en/settings';
import { configQuery } from '@/lib/queries/account';
import { devicesQuery } from '@/lib/queries/security';

/** The devices that need no second factor. */
export function TrustedDevices() {
  const t = useTexts(sessions);
  const titles = useTexts(settings);
  const { two_fa_enabled: hasFactor } = useUser();
  const { data: config } = useQuery(configQuery);
  const query = useQuery(devicesQuery);
  const days = config?.session.trusted_device_days;
  return (
    <>
      <PageHeading title={titles.devices} text={days ? t.devicesText(days) : undefined} />
      <ListCard
        query={query}
        label={t.devicesList}
        row={(device) => <TrustedDeviceRow device={device} />}
        empty={
          <Empty
            icon={Laptop}
            title={t.noDevices}
            text={hasFactor ? t.noDevicesText : t.noFactorText}
          >
            {!hasFactor && (
              <Button asChild look="secondary">
                <Link href={paths.settingsTwoFa}>{t.setUpFactor}</Link>
              </Button>
            )}
          </Empty>
        }
      />
    </>
  );
}
