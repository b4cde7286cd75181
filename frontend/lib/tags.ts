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
