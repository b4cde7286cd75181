const GIGABYTE = 1e9;
// The most that the API takes: integers that every JSON parser reads exactly.
const MAX_BYTES = 2 ** 53 - 1;

/** Return gigabytes as bytes; undefined if the text is no number in range. */
export function parseGigabytes(text: string): number | undefined {
  const bytes = Math.round(Number(text.trim().replace(',', '.')) * GIGABYTE);
  const isNumber = /^\d+([.,]\d*)?$/.test(text.trim());
  return isNumber && bytes <= MAX_BYTES ? bytes : undefined;
}

/** Return bytes as gigabytes for a field: `5.37`. */
export function toGigabytes(bytes: number): string {
  return String(Number((bytes / GIGABYTE).toPrecision(6)));
}
