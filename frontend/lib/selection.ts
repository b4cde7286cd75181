/**
 * What is chosen in a list: some of it, or all that matches but some. Ids are kept, not
 * places, so a choice outlives a new order and rows that are loaded later.
 */
export type Selection = {
  isRule: boolean;
  /** The chosen ones; with `isRule` those that are not. */
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | undefined;
};

export const NOTHING: Selection = { isRule: false, ids: new Set(), anchor: undefined };
export const EVERYTHING: Selection = { isRule: true, ids: new Set(), anchor: undefined };

/** Return whether an item is chosen. */
export function isChosen(selection: Selection, id: string): boolean {
  return selection.ids.has(id) !== selection.isRule;
}

/** Return the ids of the items that are chosen. */
export function chosenOf(selection: Selection, items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id).filter((id) => isChosen(selection, id));
}

/** Return how many items are chosen, of `total` that match. */
export function countChosen(selection: Selection, total: number): number {
  return selection.isRule ? Math.max(0, total - selection.ids.size) : selection.ids.size;
}

/** Choose an item, or no longer. */
export function toggle(selection: Selection, id: string): Selection {
  return set(selection, [id], !isChosen(selection, id), id);
}

/** Forget an item that is no longer in the list. */
export function forget({ isRule, ids, anchor }: Selection, id: string): Selection {
  const kept = new Set(ids);
  kept.delete(id);
  return { isRule, ids: kept, anchor: anchor === id ? undefined : anchor };
}

/** Make all items between the anchor and this one as the anchor is. */
export function extend(selection: Selection, order: readonly string[], id: string): Selection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggle(selection, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return set(selection, range, isChosen(selection, order[from] ?? id), selection.anchor);
}

function set(
  { isRule, ids }: Selection,
  changed: readonly string[],
  wanted: boolean,
  anchor: string | undefined,
): Selection {
  const next = new Set(ids);
  for (const id of changed) {
    if (wanted === isRule) next.delete(id);
    else next.add(id);
  }
  return { isRule, ids: next, anchor };
}
