'use client';

import { Monitor, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';

import { useDeviceName } from '@/hooks/use-device-name';
import { partsOfDevice } from '@/lib/device';

type Props = {
  /** As the API names it. */
  device: string;
  badges?: ReactNode;
  action?: ReactNode;
  /** What is known about it, a line each. */
  children: ReactNode;
};

/** A device in a list: its name, what is known about it, and what one can do. */
export function DeviceRow({ device, badges, action, children }: Props) {
  const nameOf = useDeviceName();
  const Icon = partsOfDevice(device).isPhone ? Smartphone : Monitor;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 py-4 first:pt-0 last:pb-0">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {nameOf(device)} {badges}
        </p>
        <div className="mt-1 flex flex-col gap-0.5 text-small text-muted">{children}</div>
      </div>
      {action}
    </li>
  );
}
