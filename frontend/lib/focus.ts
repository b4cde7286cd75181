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
