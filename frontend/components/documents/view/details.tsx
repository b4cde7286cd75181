'use client';

import type { ReactNode } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Part } from '@/components/documents/view/part';
import { Bytes } from '@/components/ui/bytes';
import { Time } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { document as texts } from '@/lib/i18n/en/document';
import { kindOf } from '@/lib/media-types';

/** What is known about a document. */
export function Details({ document }: { document: DocumentPublic }) {
  const t = useTexts(texts);
  return (
    <Part title={t.details}>
      <dl className="flex flex-col gap-3 text-small">
        <Row name={t.fileName}>{document.name}</Row>
        <Row name={t.kind}>{t.kinds[kindOf(document.media_type)]}</Row>
        <Row name={t.size}>
          <Bytes value={document.size} />
        </Row>
        <Row name={t.added}>
          <Time at={document.created_at} />
        </Row>
        {document.updated_at !== document.created_at && (
          <Row name={t.changed}>
            <Time at={document.updated_at} />
          </Row>
        )}
        <Row name={t.text}>{t.textStates[document.text_status]}</Row>
      </dl>
    </Part>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-3 gap-2">
      <dt className="text-muted">{name}</dt>
      <dd className="col-span-2 break-words tabular-nums">{children}</dd>
    </div>
  );
}
