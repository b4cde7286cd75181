/**
 * The links of shares that were made since the page was loaded. The API tells a link once,
 * and nothing here stores it: whoever has it can read the document.
 */
const links = new Map<string, string>();

/** Remember the link of a new share. */
export function rememberLink(share: { id: string; url: string }): void {
  links.set(share.id, share.url);
}

/** Return the link of a share, if it was made since the page was loaded. */
export function linkOf(shareId: string): string | undefined {
  return links.get(shareId);
}
