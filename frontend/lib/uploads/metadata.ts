import type { Target } from '@/lib/uploads/types';

/** What goes into Upload-Metadata. The API ignores `modified`, and HEAD returns it. */
export function metadataOf(
  file: { name: string; lastModified: number },
  target: Target | undefined,
  allowDuplicate: boolean,
): Record<string, string> {
  return {
    filename: file.name,
    modified: String(file.lastModified),
    ...(allowDuplicate && { allow_duplicate: 'true' }),
    ...(target && { document_id: target.documentId }),
    ...(target?.label && { label: target.label }),
  };
}

/** Read the header Upload-Metadata (tus 1.0): pairs of a key and a value in base64. */
export function readMetadata(header: string): Record<string, string> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key, decode(value)]));
}

function decode(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
