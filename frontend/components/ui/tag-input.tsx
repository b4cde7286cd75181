'use client';

import { X } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';

import { Field } from '@/components/ui/field';
import { CONTROL } from '@/components/ui/input';
import { useCombobox } from '@/hooks/use-combobox';
import { useDraft } from '@/hooks/use-draft';
import { useTexts } from '@/hooks/use-texts';
import type { TypedTags } from '@/hooks/use-typed-tags';
import { tags } from '@/lib/i18n/en/tags';
import { cleanTag } from '@/lib/tags';
import { cn } from '@/lib/utils';

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string;
  value: readonly string[];
  onChange: (tags: string[]) => void;
  /** What is typed: `useTypedTags` with the same value and `onChange`. */
  typedTags: TypedTags;
  /** Tags to choose from, for what is typed now. */
  suggestions: readonly string[];
  onType?: (text: string) => void;
  /** Whether only suggestions can be chosen. */
  isClosed?: boolean;
  /** The name under which what is typed is kept if the login ends. */
  draft?: string;
  ref?: Ref<HTMLInputElement>;
};

/** Several short words: one types and presses Enter, or chooses one that exists already. */
export function TagInput(props: Props) {
  const { label, hint, value, onChange, typedTags, suggestions, onType, isClosed, draft, ref } =
    props;
  const { text, refusal } = typedTags;
  const t = useTexts(tags);
  const [isOpen, setOpen] = useState(false);
  useDraft({ name: draft, read: () => text || undefined, restore: typedTags.type });
  const typed = cleanTag(text);
  const others = suggestions.filter((tag) => !value.includes(tag) && tag !== typed);
  const isNew = typed !== '' && !value.includes(typed);
  const isKnown = suggestions.includes(typed);
  const items = isNew && (!isClosed || isKnown) ? [typed, ...others] : others;

  function type(next: string) {
    // Also pasted tags, and those of phones, whose keys have no names.
    if (next.includes(',') && !isClosed) return enter(next);
    typedTags.type(next);
    setOpen(next !== '');
    onType?.(cleanTag(next));
  }
  function enter(next: string) {
    const isTaken = typedTags.enter(next) !== undefined;
    setOpen(false);
    if (isTaken) onType?.('');
  }
  // What is refused stays as it was typed.
  const add = (tag: string) => enter(tag === typed ? text : tag);
  const box = useCombobox({ items, typed: text, isOpen, onOpenChange: setOpen, onChoose: add });

  return (
    <Field label={label} hint={hint} error={refusal ? t[refusal] : props.error} live>
      {(control) => (
        <div className="relative" onBlur={() => setOpen(false)}>
          <div
            className={cn(CONTROL, 'flex min-h-control flex-wrap items-center gap-1.5 px-2 py-1.5')}
          >
            {value.map((tag) => (
              <span
                key={tag}
                className="inline-flex min-w-0 items-center rounded-full bg-badge pl-2.5 text-small text-on-badge"
              >
                <span className="truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={t.remove(tag)}
                  onClick={() => onChange(value.filter((other) => other !== tag))}
                  className="flex size-7 shrink-0 items-center justify-center rounded-full hover:bg-selected"
                >
                  <X aria-hidden className="size-3" />
                </button>
              </span>
            ))}
            <input
              {...control}
              {...box.input}
              ref={ref}
              value={text}
              onChange={(event) => type(event.target.value)}
              onFocus={() => onType?.(typed)}
              onClick={() => setOpen(true)}
              onKeyDown={(event) => {
                if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
                else box.input.onKeyDown(event);
              }}
              className="min-w-24 grow bg-transparent px-1 outline-none"
            />
          </div>
          {isOpen && items.length > 0 && (
            <div
              {...box.list(label)}
              className="absolute inset-x-0 top-full z-40 mt-1 max-h-48 overflow-y-auto rounded-menu border bg-floating p-1 shadow-floating"
            >
              {items.map((tag, index) => (
                <div
                  key={tag}
                  {...box.item(index)}
                  className={cn(
                    'flex min-h-9 cursor-default items-center break-words rounded-control px-2 text-small',
                    index === box.active && 'bg-hover',
                  )}
                >
                  {tag === typed && !isKnown ? t.add(tag) : tag}
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}
