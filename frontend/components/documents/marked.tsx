import { partsOf } from '@/lib/marks';

/** A text with the words that a search found. `html` is what the API marked. */
export function Marked({ html }: { html: string }) {
  return partsOf(html).map(({ text, isMarked }, index) =>
    isMarked ? (
      <mark key={index} className="rounded-control bg-badge text-on-badge">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
