'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { TagInput } from '@/components/ui/tag-input';
import { useChangeTags } from '@/hooks/documents/use-change-tags';
import { useTexts } from '@/hooks/use-texts';
import { leave, toProblem } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';
import { tagsQuery } from '@/lib/queries/documents';

/** The tags of a document. Each change is saved at once. */
export function TagsEditor({ document }: { document: DocumentPublic }) {
  const t = useTexts(texts);
  const { mutate, data } = useChangeTags();
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  const { data: known } = useQuery({ ...tagsQuery(typed ?? ''), enabled: typed !== undefined });

  function handleChange(tags: string[]) {
    setError(undefined);
    mutate(
      { document, tags },
      {
        onError: (thrown) => {
          const problem = toProblem(thrown);
          if (!leave(problem)) setError(problem.fields[0]?.message ?? problem.message);
        },
      },
    );
  }

  return (
    <div className="flex flex-col gap-3 p-5">
      <TagInput
        label={t.tags}
        hint={t.tagsHint}
        error={error}
        value={document.tags}
        onChange={handleChange}
        suggestions={known ?? []}
        onType={setTyped}
      />
      {data?.isMerged && data.document.id === document.id && (
        <Alert kind="info" live>
          {t.tagsMerged}
        </Alert>
      )}
    </div>
  );
}
