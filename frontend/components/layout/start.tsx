'use client';

import dynamic from 'next/dynamic';
import { ThemeProvider } from 'next-themes';
import { type ReactNode, useEffect, useState } from 'react';

import { start } from '@/app/init';
import { onWanted } from '@/lib/notify';

const Toaster = dynamic(() => import('@/components/ui/toaster').then((m) => m.Toaster), {
  ssr: false,
});

/** Starts the app in the browser: language, token, theme, and toasts once one is wanted. */
export function Start({ children }: { children: ReactNode }) {
  const [hasToasts, setHasToasts] = useState(false);
  useEffect(() => void start(), []);
  useEffect(() => onWanted(() => setHasToasts(true)), []);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" disableTransitionOnChange>
      {children}
      {hasToasts && <Toaster />}
    </ThemeProvider>
  );
}
