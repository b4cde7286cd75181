'use client';

import { Check, X } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import type { DocumentFound } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { useDocumentListContext } from '@/contexts/document-list-context';
import { useRenameDocument } from '@/hooks/documents/use-rename-document';
import { useDraft } from '@/hooks/use-draft';
import { useTexts } from '@/hooks/use-texts';
import { leave, toProblem } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { documents } from '@/lib/i18n/en/documents';

/** The title of a document while one changes it. Enter saves it, Escape keeps the old one. */
export function RenameField({ document }: { document: DocumentFound }) {
  const t = useTexts(documents);
  const { save, cancel } = useTexts(common);
  const { onRename } = useDocumentListContext();
  const { mutateAsync, isPending } = useRenameDocument();
  const [base, setBase] = useState(document);
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);

  useDraft({
    name: `title ${document.id}`,
    read: () => {
      const title = input.current?.value ?? '';
      return title === base.title ? undefined : { title, base };
    },
    restore: (typed) => {
      if (input.current) input.current.value = typed.title;
      setBase(typed.base);
    },
  });
  useEffect(() => {
    // The menu that led here gives the focus back to its button, a moment after it closes.
    const timer = setTimeout(() => input.current?.select());
    return () => clearTimeout(timer);
  }, []);

  async function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const title = input.current?.value.trim() ?? '';
    if (title === '') return fail(t.titleRequired);
    if (title === base.title || isPending) return onRename(undefined);
    try {
      const { document: now, hasConflict } = await mutateAsync({ document: base, title });
      if (!hasConflict) return onRename(undefined);
      setBase({ ...base, ...now });
      fail(t.titleConflict(now.title));
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (!leave(problem)) fail(problem.fields[0]?.message ?? problem.message);
    }
  }

  function fail(message: string) {
    setError(message);
    input.current?.focus();
  }

  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onRename(undefined);
        event.stopPropagation();
      }}
      className="relative z-10 flex items-center gap-1"
    >
      <Input
        ref={input}
        defaultValue={document.title}
        maxLength={200}
        aria-label={t.newTitle}
        aria-invalid={error !== undefined}
        aria-describedby={error && 'rename-error'}
        className="h-9"
      />
      <Button type="submit" look="quiet" size="icon" aria-label={save} busy={isPending}>
        {!isPending && <Check aria-hidden />}
      </Button>
      <Button look="quiet" size="icon" aria-label={cancel} onClick={() => onRename(undefined)}>
        <X aria-hidden />
      </Button>
      {error && (
        <p
          id="rename-error"
          role="alert"
          className="absolute inset-x-0 top-full z-30 mt-1 rounded-menu border bg-floating p-3 text-small text-danger shadow-floating"
        >
          {error}
        </p>
      )}
    </form>
  );
}
