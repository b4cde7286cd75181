'use client';

import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { toast, Toaster as Sonner } from 'sonner';

import { UNDO_AFTER } from '@/config/app';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { type Notice, showNotices } from '@/lib/notify';

const AFTER = 5000;

function show({ kind, text, action, signal }: Notice) {
  if (signal?.aborted) return;
  const id = toast[kind](text, { action, duration: action ? UNDO_AFTER : AFTER });
  signal?.addEventListener('abort', () => toast.dismiss(id));
}

/** Shows notices in a corner. A pointer on them, or Alt+T, stops their time. */
export function Toaster() {
  const t = useTexts(common);
  const { resolvedTheme } = useTheme();
  useEffect(() => showNotices(show), []);
  return (
    <Sonner
      // A modal dialog takes the pointer from all that is outside of it.
      className="pointer-events-auto"
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      containerAriaLabel={t.toasts}
      closeButton
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-card border bg-floating p-4 text-small text-text shadow-floating',
          content: 'grow',
          actionButton: 'shrink-0 rounded-control px-2 py-1 font-medium text-link hover:bg-hover',
          closeButton: 'order-last shrink-0 rounded-control p-1 text-muted hover:bg-hover',
          error: 'text-danger',
        },
      }}
    />
  );
}
