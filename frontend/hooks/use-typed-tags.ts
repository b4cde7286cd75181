'use client';

import { useState } from 'react';

import { takeTags, type TagRefusal } from '@/lib/tags';

export type TypedTags = ReturnType<typeof useTypedTags>;

/**
 * The text of a TagInput, which is no tag yet. The form around it calls `enter` when it is sent,
 * so that a tag counts without Enter. What the API would refuse stays as text.
 */
export function useTypedTags(tags: readonly string[], onChange: (tags: string[]) => void) {
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<TagRefusal>();

  function type(next: string) {
    setText(next);
    setRefusal(undefined);
  }
  /** Take a text as tags. Return all tags, or undefined if one of them is refused. */
  function enter(typed = text): string[] | undefined {
    const taken = takeTags(tags, typed);
    setText(taken.left);
    setRefusal(taken.refusal);
    if (taken.tags.length > tags.length) onChange(taken.tags);
    return taken.refusal ? undefined : taken.tags;
  }
  return { text, refusal, type, enter };
}
