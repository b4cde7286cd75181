'use client';

import { FileButton } from '@/components/ui/file-button';
import { useTexts } from '@/hooks/use-texts';
import { useUploadFiles } from '@/hooks/use-upload-files';
import { uploads } from '@/lib/i18n/en/uploads';

/** Lets one choose files, and uploads them. */
export function UploadButton() {
  const t = useTexts(uploads);
  const upload = useUploadFiles();
  return (
    <FileButton multiple onChoose={(files) => void upload(files)}>
      {t.choose}
    </FileButton>
  );
}
