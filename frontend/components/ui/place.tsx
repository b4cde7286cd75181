/** A place: a link if it is an address of the web, else words. */
export function Place({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return text;
  return (
    <a href={text} target="_blank" rel="noreferrer" className="text-link underline">
      {text}
    </a>
  );
}
