/** A tag that was added, or taken away. */
type TagChange = { tag: string; isAdded: boolean };

/** Return what makes the second list of tags out of the first. */
export function changeOf(before: readonly string[], after: readonly string[]): TagChange[] {
  const added = after.filter((tag) => !before.includes(tag));
  const gone = before.filter((tag) => !after.includes(tag));
  return [
    ...added.map((tag) => ({ tag, isAdded: true })),
    ...gone.map((tag) => ({ tag, isAdded: false })),
  ];
}

/** Return tags after a change that was meant for others. */
export function mergeTags(tags: readonly string[], changes: readonly TagChange[]): string[] {
  const gone = new Set(changes.filter(({ isAdded }) => !isAdded).map(({ tag }) => tag));
  const added = changes.filter(({ isAdded }) => isAdded).map(({ tag }) => tag);
  return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...added])];
}

const MAX_TAGS = 20;
const MAX_TAG = 50;
// The rule of the API: letters, digits and emoji of all kinds, and combining marks after them.
const LETTER = String.raw`\p{L}\p{N}\u2600-\u27bf\u2b00-\u2bff\ue000-\uf8ff\u{10000}-\u{10ffff}`;
const TAG = new RegExp(
  String.raw`^[${LETTER}]([${LETTER}\p{M}_ .&+#:/\u200d-]*[${LETTER}\p{M}_+#])?$`,
  'u',
);

/** Return a tag as the API spells it. */
export function cleanTag(text: string): string {
  return text.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
}

/** What the API would refuse, by the name of the text that says it. */
export type TagRefusal = 'refused' | 'tooMany';

/**
 * Take typed text as tags, which commas separate, in addition to others. Return all tags, the
 * part of the text that the API would refuse, and why.
 */
export function takeTags(before: readonly string[], text: string) {
  const tags = [...before];
  const left: string[] = [];
  let refusal: TagRefusal | undefined;
  for (const part of text.split(',')) {
    const tag = cleanTag(part);
    if (tag === '' || tags.includes(tag)) continue;
    const isRight = TAG.test(tag) && [...tag].length <= MAX_TAG;
    if (isRight && tags.length < MAX_TAGS) {
      tags.push(tag);
    } else {
      left.push(part.trim());
      refusal ??= isRight ? 'tooMany' : 'refused';
    }
  }
  return { tags, left: left.join(', '), refusal };
}
