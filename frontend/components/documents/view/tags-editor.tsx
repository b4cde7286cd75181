'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import type { DocumentPublic } from '@/app/client';
import { Alert } from '@/components/ui/alert';
import { TagInput } from '@/components/ui/tag-input';
import { useChangeTags } from '@/hooks/documents/use-change-tags';
import { useDraft } from '@/hooks/use-draft';
import { useTexts } from '@/hooks/use-texts';
import { useTypedTags } from '@/hooks/use-typed-tags';
import { leave, toProblem } from '@/lib/error';
import { document as texts } from '@/lib/i18n/en/document';
import { tagsQuery } from '@/lib/queries/documents';
import { changeOf, mergeTags } from '@/lib/tags';

/** The tags of a document. Each change is saved at once. */
export function TagsEditor({ document }: { document: DocumentPublic }) {
  const t = useTexts(texts);
  const { mutate, data } = useChangeTags();
  const [typed, setTyped] = useState<string>();
  const [error, setError] = useState<string>();
  const { data: known } = useQuery({ ...tagsQuery(typed ?? ''), enabled: typed !== undefined });

  const typedTags = useTypedTags(document.tags, handleChange);

  // What is on its way. Without an answer, only `before` says what was meant to change.
  const wish = useRef<{ before: string[]; tags: string[] }>(undefined);
  useDraft({
    name: `tags ${document.id}`,
    read: () => wish.current,
    restore: ({ before, tags }) => handleChange(mergeTags(document.tags, changeOf(before, tags))),
  });

  function handleChange(tags: string[]) {
    setError(undefined);
    wish.current = { before: wish.current?.before ?? document.tags, tags };
    mutate(
      { document, tags },
      {
        onSuccess: () => {
          wish.current = undefined;
        },
        onError: (thrown) => {
          const problem = toProblem(thrown);
          if (leave(problem)) return;
          wish.current = undefined;
          setError(problem.fields[0]?.message ?? problem.message);
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
        typedTags={typedTags}
        suggestions={known ?? []}
        onType={setTyped}
        draft={`tag ${document.id}`}
      />
      {data?.isMerged && data.document.id === document.id && (
        <Alert kind="info" live>
          {t.tagsMerged}
        </Alert>
      )}
    </div>
  );
}
