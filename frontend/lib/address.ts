/**
 * Set values in the query of the address, and leave the others; empty ones go away. Next
 * follows the History API; its router would ask the server for the page again.
 * `isReplacement` adds no step for "Back".
 */
export function changeAddress(
  values: Record<string, string | undefined>,
  isReplacement = false,
): void {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const query = params.toString();
  const url = location.pathname + (query && `?${query}`);
  if (isReplacement) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
}
