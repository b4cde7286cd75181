import type { Metadata } from 'next';

import { TrustedDevices } from '@/components/settings/trusted-devices';

export const metadata: Metadata = { title: 'Trusted devices' };

export default function TrustedDevicesPage() {
  return <TrustedDevices />;
}
