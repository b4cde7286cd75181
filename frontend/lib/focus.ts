/**
 * Move the focus away from a row that is about to go: to the button of the next row, or of
 * the one before, else to the heading of the page.
 */
export function leaveRow(row: Element | null | undefined): void {
  const target =
    row?.nextElementSibling?.querySelector('button') ??
    row?.previousElementSibling?.querySelector('button') ??
    document.querySelector('h1');
  target?.focus();
}

/**
 * Give the focus to the row after (or else before) one that goes away, or to the heading of
 * the page. `data-index` tells rows.
 */
export function focusNeighbour(element: Element | null): void {
  const row = element?.closest('[data-index]');
  const isRow = (other: Element | null | undefined) => other?.matches('[data-index]');
  const other = [row?.nextElementSibling, row?.previousElementSibling].find(isRow);
  const target = other?.querySelector<HTMLElement>('[data-row-link], button');
  if (target) target.focus();
  else focusHeading();
}

/** Give the focus to the heading of the page. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('h1')?.focus();
}

/** Give the focus to the first row of the list of the page. */
export function focusFirstRow(): void {
  document.querySelector<HTMLElement>('[data-row-link]')?.focus();
}

/** Give the focus to the heading of the part of the page in which something is about to go. */
export function focusHeadingOf(element: Element): void {
  const heading = element.closest('section')?.querySelector<HTMLElement>('h2[tabindex]');
  if (heading) heading.focus();
  else focusHeading();
}
