'use client';

import { type KeyboardEvent, useEffect, useState } from 'react';
import { z } from 'zod/v4-mini';

import type { DocumentPublic } from '@/app/client';
import { TitleConflict } from '@/components/documents/view/title-conflict';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import { useRenameDocument } from '@/hooks/documents/use-rename-document';
import { useApiForm } from '@/hooks/use-api-form';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { document as texts } from '@/lib/i18n/en/document';
import { required } from '@/lib/validation';

type Props = { document: DocumentPublic; onDone: () => void };

const schema = z.object({
  title: required(),
  /** The document whose title was there when one began. */
  base: z.custom<DocumentPublic>(),
});

/** Changes the title in its place. Enter saves it, Escape keeps the old one. */
export function TitleForm({ document, onDone }: Props) {
  const t = useTexts(texts);
  const { save, cancel } = useTexts(common);
  const { mutateAsync } = useRenameDocument();
  const [conflict, setConflict] = useState<{ theirs: DocumentPublic; mine: string }>();
  const { submit, field, failure, isBusy, setFocus } = useApiForm({
    draft: `title ${document.id}`,
    schema,
    defaultValues: { title: document.title, base: document },
    onSubmit: async ({ title, base }) => {
      const mine = title.trim();
      if (mine === base.title) return onDone();
      const { document: theirs, hasConflict } = await mutateAsync({ document: base, title: mine });
      if (hasConflict) setConflict({ theirs, mine });
      else onDone();
    },
  });
  useEffect(() => setFocus('title', { shouldSelect: true }), [setFocus]);

  if (conflict) return <TitleConflict {...conflict} onDone={onDone} />;

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onDone();
  }
  return (
    <Form onSubmit={submit} failure={failure} onKeyDown={handleKeyDown} className="gap-3">
      <TextField label={t.title} maxLength={200} {...field('title')} />
      <div className="flex gap-3">
        <Button type="submit" busy={isBusy}>
          {save}
        </Button>
        <Button look="secondary" onClick={onDone}>
          {cancel}
        </Button>
      </div>
    </Form>
  );
}
