'use client';

import { useState } from 'react';
import { z } from 'zod/v4-mini';

import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { FileButton } from '@/components/ui/file-button';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useApiForm } from '@/hooks/use-api-form';
import { useHabits } from '@/hooks/use-habits';
import { useTexts } from '@/hooks/use-texts';
import { useUploadFiles } from '@/hooks/use-upload-files';
import { formatBytes } from '@/lib/format';
import { common } from '@/lib/i18n/en/common';
import { document as texts } from '@/lib/i18n/en/document';

const schema = z.object({ label: z.optional(z.string()) });

/** Uploads a file as the new version of a document. The panel of uploads shows how it goes. */
export function NewVersionDialog(props: { documentId: string; onClose: () => void }) {
  const t = useTexts(texts);
  const { cancel, optional } = useTexts(common);
  const { locale } = useHabits();
  const upload = useUploadFiles();
  const [file, setFile] = useState<File>();
  const [error, setError] = useState<string>();
  const { submit, field, failure } = useApiForm({
    draft: `version ${props.documentId}`,
    schema,
    onSubmit: async ({ label }) => {
      if (!file) return setError(t.fileRequired);
      void upload([file], { documentId: props.documentId, label: label?.trim() });
      props.onClose();
    },
  });
  return (
    <Dialog open onOpenChange={props.onClose} title={t.newVersion} text={t.newVersionText}>
      <Form onSubmit={submit} failure={failure}>
        <div className="flex flex-col items-start gap-1.5">
          <FileButton
            look="secondary"
            aria-describedby="chosen-file"
            onChoose={([chosen]) => {
              setFile(chosen);
              setError(undefined);
            }}
          >
            {t.chooseFile}
          </FileButton>
          <p id="chosen-file" role="status" className="break-words text-small text-muted">
            {file && t.chosenFile(file.name, formatBytes(file.size, locale))}
            {error && <span className="text-danger">{error}</span>}
          </p>
        </div>
        <TextField
          label={`${t.label} (${optional})`}
          hint={t.labelHint}
          maxLength={200}
          {...field('label')}
        />
        <DialogButtons>
          <Button look="secondary" onClick={props.onClose}>
            {cancel}
          </Button>
          <Button type="submit">{t.upload}</Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
