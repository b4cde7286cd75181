/**
 * Return a function that tells whether a text has every word that was typed, in any order
 * and anywhere in it. Case, accents and `_` make no difference: `sao` finds `São_Paulo`.
 */
export function filterBy(typed: string): (text: string) => boolean {
  const words = fold(typed).split(' ').filter(Boolean);
  return (text) => {
    const folded = fold(text);
    return words.every((word) => folded.includes(word));
  };
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();
}
