'use client';

import { useEffect, useRef } from 'react';

import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { useTexts } from '@/hooks/use-texts';
import { twoFactor } from '@/lib/i18n/en/two-factor';

/** New recovery codes. They are gone from the page once one has kept them. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useTexts(twoFactor);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join('\n')}\n`;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  return (
    <Card className="flex flex-col gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-lead font-semibold">
        {t.codesTitle}
      </h2>
      <Alert kind="warning">{t.codesText}</Alert>
      <ul className="grid gap-2 font-mono text-small sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3 print:hidden">
        <CopyButton text={text} />
        <Button asChild look="secondary" size="small">
          <a href={file} download={t.file}>
            {t.save}
          </a>
        </Button>
        <Button look="secondary" size="small" onClick={() => print()}>
          {t.print}
        </Button>
      </div>
      <Button className="self-start print:hidden" onClick={onKept}>
        {t.kept}
      </Button>
    </Card>
  );
}
