'use client';

import { Check, Copy } from 'lucide-react';
import { type ComponentProps, useEffect, useState } from 'react';

import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { copyText } from '@/lib/clipboard';
import { common } from '@/lib/i18n/en/common';
import { notify } from '@/lib/notify';

const SHOWN_FOR = 2000;

type Props = Omit<ComponentProps<typeof Button>, 'onClick' | 'children' | 'asChild'> & {
  /** What is copied. */
  text: string;
  /** What the button copies, if that is not clear from where it stands. */
  label?: string;
};

/** A button that copies a text, and says that it did. */
export function CopyButton({ text, label, ...button }: Props) {
  const t = useTexts(common);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    if (await copyText(text)) setCopied(true);
    else notify({ kind: 'error', text: t.copyFailed });
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <Button look="secondary" size="small" {...button} onClick={() => void copy()}>
        <Icon aria-hidden />
        {label ?? t.copy}
      </Button>
      <span role="status" className="sr-only">
        {isCopied && t.copied}
      </span>
    </>
  );
}
