export type Kind =
  'pdf' | 'image' | 'word' | 'sheet' | 'slides' | 'text' | 'archive' | 'audio' | 'video' | 'other';

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^application\/pdf$/, 'pdf'],
  [/^image\//, 'image'],
  [/wordprocessingml|opendocument\.text/, 'word'],
  [/spreadsheet/, 'sheet'],
  [/presentation/, 'slides'],
  [/^text\/|json$/, 'text'],
  [/zip$/, 'archive'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
];

/** Return what kind of file a media type, or a wildcard such as `image/*`, is for people. */
export function kindOf(mediaType: string): Kind {
  return KINDS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'other';
}

const ENDINGS: readonly (readonly [string, string])[] = [
  ['wordprocessingml', '.docx'],
  ['spreadsheetml', '.xlsx'],
  ['presentationml', '.pptx'],
  ['opendocument.text', '.odt'],
  ['opendocument.spreadsheet', '.ods'],
  ['opendocument.presentation', '.odp'],
  ['json', '.json'],
];

/** Return the ending of file names that tells a type from others of its kind, if it does. */
export function endingOf(mediaType: string): string | undefined {
  return ENDINGS.find(([part]) => mediaType.includes(part))?.[1];
}
