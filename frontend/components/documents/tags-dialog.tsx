'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import type { DocumentFound } from '@/app/client';
import { Button } from '@/components/ui/button';
import { Dialog, DialogButtons } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import { TagInput } from '@/components/ui/tag-input';
import { useDraft } from '@/hooks/use-draft';
import { useTexts } from '@/hooks/use-texts';
import { useTypedTags } from '@/hooks/use-typed-tags';
import { leave, type Problem, toProblem } from '@/lib/error';
import { common } from '@/lib/i18n/en/common';
import { documents as texts } from '@/lib/i18n/en/documents';
import { tagsQuery } from '@/lib/queries/documents';
import { changeOf, mergeTags } from '@/lib/tags';

type Change = { add: string[]; remove: string[] };

type Props = {
  /** The one document whose tags are edited; undefined for several. */
  document?: DocumentFound;
  count: number;
  onSave: (change: Change) => Promise<void>;
  onClose: () => void;
};

/** The tags of a document, or tags to add to several and to take from them. */
export function TagsDialog({ document, count, onSave, onClose }: Props) {
  const t = useTexts(texts);
  const { save, cancel } = useTexts(common);
  const [add, setAdd] = useState<string[]>(document?.tags ?? []);
  const [remove, setRemove] = useState<string[]>([]);
  const typedAdd = useTypedTags(add, setAdd);
  const typedRemove = useTypedTags(remove, setRemove);
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<{ problem: Problem; since: number }>();
  const [isBusy, setBusy] = useState(false);
  useDraft({
    name: document && `tags ${document.id}`,
    read: () => {
      const change = changeOf(document?.tags ?? [], add);
      return change.length > 0 ? change : undefined;
    },
    restore: (change) => setAdd(mergeTags(add, change)),
  });
  const { data: suggestions = [] } = useQuery(tagsQuery(typed));

  async function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const tags = typedAdd.enter();
    const unwanted = typedRemove.enter();
    if (!tags || !unwanted) return;
    const before = document?.tags ?? [];
    const change = document
      ? {
          add: tags.filter((tag) => !before.includes(tag)),
          remove: before.filter((tag) => !tags.includes(tag)),
        }
      : { add: tags, remove: unwanted };
    if (change.add.length === 0 && change.remove.length === 0) return onClose();
    setBusy(true);
    try {
      await onSave(change);
      onClose();
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (!leave(problem)) setFailure({ problem, since: Date.now() });
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.editTags}
      text={document ? document.title : t.tagsOfMany(count)}
    >
      <Form onSubmit={(event) => void handleSubmit(event)} failure={failure}>
        <TagInput
          label={document ? t.tags : t.addTags}
          hint={t.tagsHint}
          value={add}
          onChange={setAdd}
          typedTags={typedAdd}
          suggestions={suggestions}
          onType={setTyped}
        />
        {!document && (
          <TagInput
            label={t.removeTags}
            value={remove}
            onChange={setRemove}
            typedTags={typedRemove}
            suggestions={suggestions}
            onType={setTyped}
            isClosed
          />
        )}
        <DialogButtons>
          <Button look="secondary" onClick={onClose}>
            {cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {save}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
