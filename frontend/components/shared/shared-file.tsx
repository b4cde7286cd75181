'use client';

import { Download, ExternalLink, FileText } from 'lucide-react';
import { useState } from 'react';

import { DocumentsService, type OpenShareRequest, type SharedFile as File } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Bytes } from '@/components/ui/bytes';
import { Card } from '@/components/ui/card';
import { PageHeading } from '@/components/ui/page-heading';
import { FormProblem } from '@/components/ui/problem';
import { Time } from '@/components/ui/time';
import { useTexts } from '@/hooks/use-texts';
import { save, show } from '@/lib/download';
import { type Problem, toProblem } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { shared } from '@/lib/i18n/en/shared';

type Props = {
  file: File;
  owner: string | null;
  expiresAt: string;
  /** What the API wants for the file. */
  proof: OpenShareRequest;
  /** Called if the share has ended meanwhile. */
  onEnd: () => void;
};

/** The file of a share: what it is, and how to get it. */
export function SharedFile({ file, owner, expiresAt, proof, onEnd }: Props) {
  const t = useTexts(shared);
  const { download } = useTexts(common);
  const [busy, setBusy] = useState<'save' | 'show'>();
  const [hasBegun, setBegun] = useState(false);
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();

  async function run(way: 'save' | 'show') {
    setBusy(way);
    setFailure(undefined);
    setBegun(false);
    try {
      if (way === 'show') {
        await show(async () => (await DocumentsService.viewShare({ body: proof })).data);
      } else {
        save((await DocumentsService.openShare({ body: proof })).data);
        setBegun(true);
      }
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.code === 'link_not_found') onEnd();
      else setFailure({ problem, since: Date.now() });
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <div className="flex flex-col gap-6">
      <PageHeading title={file.title} text={owner ? t.sharedBy(owner) : t.sharedByNobody} />
      <Card className="flex flex-col gap-6">
        <div className="flex min-w-0 items-center gap-4">
          <div className="flex size-12 shrink-0 items-center justify-center rounded-control bg-hover text-muted">
            <FileText aria-hidden className="size-6" />
          </div>
          <div className="min-w-0">
            <p className="break-words font-medium">{file.name}</p>
            <p className="text-small tabular-nums text-muted">
              <Bytes value={file.size} /> · {t.until} <Time at={expiresAt} />
            </p>
          </div>
        </div>
        {failure && <FormProblem {...failure} key={failure.since} />}
        <div className="flex flex-wrap gap-3">
          <Button busy={busy === 'save'} onClick={() => void run('save')}>
            <Download aria-hidden />
            {download}
          </Button>
          {file.is_viewable && (
            <Button look="secondary" busy={busy === 'show'} onClick={() => void run('show')}>
              <ExternalLink aria-hidden />
              {t.show}
            </Button>
          )}
        </div>
        <p role="status" className="text-small text-muted empty:hidden">
          {hasBegun && t.begun}
        </p>
      </Card>
    </div>
  );
}
