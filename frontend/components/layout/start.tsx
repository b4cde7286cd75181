'use client';

import dynamic from 'next/dynamic';
import { ThemeProvider } from 'next-themes';
import { type ReactNode, useEffect, useState } from 'react';

import { start } from '@/app/init';
import { onWanted } from '@/lib/notify';

const load = () => import('@/components/ui/toaster').then((m) => m.Toaster);
const Toaster = dynamic(load, { ssr: false });

// The toaster has to be there when the first toast says that the network is gone.
const LATER_MS = 3000;

/** Starts the app in the browser: language, token, theme, and toasts once one is wanted. */
export function Start({ children }: { children: ReactNode }) {
  const [hasToasts, setHasToasts] = useState(false);
  useEffect(() => void start(), []);
  useEffect(() => onWanted(() => setHasToasts(true)), []);
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" disableTransitionOnChange>
      {children}
      {hasToasts && <Toaster />}
    </ThemeProvider>
  );
}
