export type Part = { text: string; isMarked: boolean };

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
};

/**
 * Return the parts of a text that a search marked. The API sends escaped HTML whose only
 * tag is `<mark>`; it is never shown as HTML, so nothing in a document can become a page.
 */
export function partsOf(html: string): Part[] {
  return html
    .split(/<mark>(.*?)<\/mark>/s)
    .map((part, index) => ({ text: unescape(part), isMarked: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

function unescape(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
