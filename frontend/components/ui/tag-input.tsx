'use client';

import { X } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';

import { Field } from '@/components/ui/field';
import { CONTROL } from '@/components/ui/input';
import { useCombobox } from '@/hooks/use-combobox';
import { useDraft } from '@/hooks/use-draft';
import { useTexts } from '@/hooks/use-texts';
import { common } from '@/lib/i18n/en/common';
import { cn } from '@/lib/utils';

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string;
  value: readonly string[];
  onChange: (tags: string[]) => void;
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
  const { label, hint, error, value, onChange, suggestions, onType, isClosed, draft, ref } = props;
  const t = useTexts(common);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  useDraft({ name: draft, read: () => text || undefined, restore: setText });
  const typed = clean(text);
  const others = suggestions.filter((tag) => !value.includes(tag) && tag !== typed);
  const isNew = typed !== '' && !value.includes(typed);
  const isKnown = suggestions.includes(typed);
  const items = isNew && (!isClosed || isKnown) ? [typed, ...others] : others;

  function type(next: string) {
    setText(next);
    setOpen(next !== '');
    onType?.(clean(next));
  }
  function add(tag: string) {
    if (!value.includes(tag)) onChange([...value, tag]);
    type('');
  }
  const box = useCombobox({ items, typed: text, isOpen, onOpenChange: setOpen, onChoose: add });

  return (
    <Field label={label} hint={hint} error={error}>
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
                  aria-label={t.removeTag(tag)}
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
              maxLength={50}
              value={text}
              onChange={(event) => type(event.target.value)}
              onFocus={() => onType?.(typed)}
              onClick={() => setOpen(true)}
              onKeyDown={(event) => {
                if (event.key === 'Backspace' && text === '') onChange(value.slice(0, -1));
                else if (event.key === ',' && isNew && !isClosed) {
                  event.preventDefault();
                  add(typed);
                } else box.input.onKeyDown(event);
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
                  {tag === typed && !isKnown ? t.addTag(tag) : tag}
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}

/** Return a tag as the API spells it. */
function clean(text: string): string {
  return text.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
}
