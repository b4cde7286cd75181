'use client';

import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

const FIELD = ':is(input, select, textarea):not([hidden], [type=hidden], :disabled)';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  /** Wider than a form. */
  wide?: boolean;
  /** A click beside it does not close it: it shows what is shown only once. */
  firm?: boolean;
  children: ReactNode;
};

/**
 * A modal dialog: title, a sentence, content. Escape closes it, and the focus goes back to
 * where it was. A click on a toast above it does not close it.
 */
export function Dialog({ open, onOpenChange, title, text, wide, firm, children }: Props) {
  const t = useTexts(common);
  const opener = useRef<HTMLElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-sample-gray-950/50 data-[state=closed]:animate-leave data-[state=open]:animate-fade" />
        <Radix.Content
          {...(text === undefined && { 'aria-describedby': undefined })}
          onInteractOutside={(event) => {
            const target = event.target as Element | null;
            if (firm || target?.closest('[data-sonner-toaster]')) event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement as HTMLElement | null;
            // A form begins with its first field, not with the button that closes it.
            const field = (event.target as Element).querySelector<HTMLElement>(FIELD);
            if (!field) return;
            event.preventDefault();
            field.focus();
          }}
          onCloseAutoFocus={(event) => {
            // Radix knows a trigger only. And what opened it can be gone by what it did.
            event.preventDefault();
            const target = opener.current?.isConnected ? opener.current : null;
            (target ?? document.querySelector('h1'))?.focus();
          }}
          onEscapeKeyDown={(event) => {
            // It closes the list of a combobox first.
            if (document.activeElement?.hasAttribute('data-own-escape')) event.preventDefault();
          }}
          className={cn(
            'fixed inset-x-4 top-1/2 z-50 mx-auto max-h-dialog -translate-y-1/2 overflow-y-auto rounded-card border bg-raised p-6 data-[state=closed]:animate-leave data-[state=open]:animate-fade',
            wide ? 'max-w-form' : 'max-w-auth',
          )}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <Radix.Title className="min-w-0 break-words text-heading font-semibold">
              {title}
            </Radix.Title>
            <Radix.Close
              aria-label={t.close}
              className="-mr-2 -mt-1 flex size-9 shrink-0 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-text"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </div>
          {text !== undefined && (
            <Radix.Description className="mb-4 break-words text-small text-muted">
              {text}
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The buttons at the end of a dialog: what it does on the right, or first on a phone. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return (
    <div className="mt-6 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">{children}</div>
  );
}
