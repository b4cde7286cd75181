'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';

import { Button } from '@/components/ui/button';
import { FileButton } from '@/components/ui/file-button';
import { documentPath, paths } from '@/config/paths';
import { useTexts } from '@/hooks/use-texts';
import { useUploadFiles } from '@/hooks/use-upload-files';
import { uploads as english } from '@/lib/i18n/en/uploads';
import { canRetry } from '@/lib/uploads/rules';
import type { Upload } from '@/lib/uploads/types';
import { uploads } from '@/lib/uploads/uploads';

/** What leads on from here: to the document, to the trash, or to another try. */
export function UploadActions({ upload }: { upload: Upload }) {
  const t = useTexts(english);
  const choose = useUploadFiles();
  const { key, name, state, refusal } = upload;
  if (state === 'unfinished') {
    return (
      <Actions>
        <FileButton
          look="link"
          size="inline"
          aria-label={t.chooseAgainNamed(name)}
          onChoose={(files) => void choose(files)}
        >
          {t.chooseAgain}
        </FileButton>
      </Actions>
    );
  }
  const isInTrash = refusal?.code === 'upload_is_in_trash';
  const isDuplicate = isInTrash || refusal?.code === 'upload_is_duplicate';
  if (!isDuplicate && !canRetry(upload)) return null;
  return (
    <Actions>
      {refusal?.documentId && !isInTrash && (
        <Button asChild look="link" size="inline">
          <Link href={documentPath(refusal.documentId)} aria-label={t.openNamed(name)}>
            {t.open}
          </Link>
        </Button>
      )}
      {isInTrash && (
        <Button asChild look="link" size="inline">
          <Link href={paths.trash}>{t.openTrash}</Link>
        </Button>
      )}
      {isDuplicate && !upload.target && (
        <Button
          look="link"
          size="inline"
          onClick={() => uploads.retry(key, { allowDuplicate: true })}
        >
          {t.uploadAnyway}
        </Button>
      )}
      {canRetry(upload) && (
        <Button
          look="link"
          size="inline"
          aria-label={t.retryNamed(name)}
          onClick={() => uploads.retry(key)}
        >
          {t.retry}
        </Button>
      )}
    </Actions>
  );
}

function Actions({ children }: { children: ReactNode }) {
  return <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 [&>*]:min-h-6">{children}</div>;
}
