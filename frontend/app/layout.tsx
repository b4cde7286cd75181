import './globals.css';

import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';

import { BootScript } from '@/components/layout/boot-script';
import { Start } from '@/components/layout/start';
import { APP_NAME } from '@/config/app';

export const metadata: Metadata = {
  title: { default: APP_NAME, template: `%s · ${APP_NAME}` },
  description: 'Accounts and documents for your team, behind one clean API.',
  // An address can hold a token, and no other site may read it.
  referrer: 'no-referrer',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The scripts in the head set the class of the theme and the language before React runs.
    <html lang="en" suppressHydrationWarning>
      <head>
        <BootScript />
      </head>
      <body>
        <Start>{children}</Start>
      </body>
    </html>
  );
}
