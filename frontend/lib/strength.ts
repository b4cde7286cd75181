/** How hard a password is to guess. The API refuses those that are `weak` to it. */
export type Strength = 'weak' | 'fair' | 'strong';

// Who steals the hashes tries this many times the guesses that the API asks for.
const STRONG_FACTOR = 10_000;

/** The guesses of an attacker for a part of a password. */
const COST = { known: 100, date: 30_000, word: 600, character: 10 };
// Each further part costs as much at least: its place and its kind must be guessed, too.
const ORDER = 10_000;
const MOST_PARTS = 4;

const KNOWN =
  /^(?:1q2w3e|1qaz|2wsx|a1b2c3|admin|angel|apple|baby|baseball|basketball|batman|birthday|blink|butterfly|charlie|chocolate|computer|daniel|dragon|flower|football|freedom|friend|ginger|hallo|harley|hello|hockey|hunter|internet|jennifer|jessica|jordan|killer|letmein|login|love(?:ly|me|you)?|master|michael|michelle|monkey|monster|mustang|ninja|pass(?:wor[dt])?|pokemon|princess|purple|q1w2e3|robert|samsung|schatz|secret|shadow|silver|soccer|sommer|star(?:wars)?|student|summer|sunshine|superman|test|thomas|tigger|trustno|welcome|whatever|willkommen|winter|xsw2|zaq1)\d{0,3}/;
const REPEATED = /^(?:(.)\1{2,}|(.{2,}?)\2+)/;
const YEAR = /^(?:19|20)\d\d/;
const DATE = /^\d{1,2}[./-]?\d{1,2}[./-]?(?:19|20)\d\d/;
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl'];
const SYMBOLS: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '0': 'o',
  $: 's',
  '5': 's',
};

/**
 * Estimate how hard a password is to guess; `about` are the owner's name and address.
 *
 * The API asks zxcvbn, whose word lists weigh more than this app. So the estimate knows
 * few words, and takes every row of letters that can be spoken for one.
 */
export function strengthOf(password: string, about: string[], minGuesses: number): Strength {
  const guesses = fewestGuesses(password.trim(), about);
  if (guesses < minGuesses) return 'weak';
  return guesses < minGuesses * STRONG_FACTOR ? 'fair' : 'strong';
}

/** Return the guesses of the attacker who divides the password in the best way. */
function fewestGuesses(password: string, about: string[]): number {
  const own = about
    .flatMap((text) => [text, ...text.split('@'), ...text.split(/\P{L}+/u)])
    .filter((word) => word.length > 2)
    .map(fold);
  const partsAt = Array.from({ length: password.length }, (_, start) =>
    parts(password.slice(start), own),
  );
  // For each number of parts, the lowest cost of the beginning with each length.
  let fewest: number[] = [1];
  const totals: number[] = [];
  for (let count = 1; count <= MOST_PARTS; count += 1) {
    const longer: number[] = [];
    fewest.forEach((before, start) => {
      for (const [length, cost] of partsAt[start] ?? []) {
        longer[start + length] = Math.min(longer[start + length] ?? Infinity, before * cost);
      }
    });
    fewest = longer;
    totals.push((fewest[password.length] ?? Infinity) * count + ORDER ** (count - 1));
  }
  return password === '' ? 0 : Math.min(...totals);
}

/** Return the parts that a text can begin with: their lengths, and what they cost. */
function parts(text: string, own: string[]): [length: number, cost: number][] {
  const folded = fold(text);
  const small = text.toLowerCase();
  const letters = wordlike(text);
  const known: [string | undefined, number][] = [
    [own.find((word) => folded.startsWith(word)), COST.known],
    [(KNOWN.exec(folded) ?? KNOWN.exec(small))?.[0], COST.known],
    [REPEATED.exec(small)?.[0], COST.known],
    [row(small), COST.known],
    [YEAR.exec(text)?.[0], COST.known],
    [DATE.exec(text)?.[0], COST.date],
    [letters, costOfWords(letters?.length ?? 0)],
  ];
  return [
    ...known.flatMap(([part, cost]): [number, number][] => (part ? [[part.length, cost]] : [])),
    ...Array.from(text, (_, index): [number, number] => [index + 1, COST.character ** (index + 1)]),
  ];
}

/** Return a text in small letters, with the letters that symbols stand for. */
function fold(text: string): string {
  return text.toLowerCase().replace(/[@430$5]/g, (symbol) => SYMBOLS[symbol] ?? symbol);
}

/** Return what stands side by side on a keyboard or in the alphabet, in either direction. */
function row(text: string): string | undefined {
  const rows = ROWS.flatMap((keys) => [keys, [...keys].reverse().join('')]);
  let length = 3;
  while (length <= text.length && rows.some((keys) => keys.includes(text.slice(0, length)))) {
    length += 1;
  }
  return length > 3 ? text.slice(0, length - 1) : undefined;
}

/** Return the letters at the beginning if they may be words. Chance writes `wKrtpqm`. */
function wordlike(text: string): string | undefined {
  const letters = /^\p{L}{3,}/u.exec(fold(text))?.[0];
  const typed = text.slice(0, letters?.length ?? 0);
  const isCapitalized = typed.slice(1) === typed.slice(1).toLowerCase();
  const isRandom = /[^aeiouyäöü\P{L}]{5}/iu.test(typed);
  return !isRandom && (isCapitalized || typed === typed.toUpperCase()) ? letters : undefined;
}

/** Return the guesses of as many words as make up a number of letters. */
function costOfWords(letters: number): number {
  if (letters <= 10) return COST.word;
  return letters < 17 ? COST.word ** 2 : COST.word ** 3;
}
