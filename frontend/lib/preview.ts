import { DocumentsService } from '@/app/client';

/** How a page shows a file. */
type Preview = 'image' | 'pdf' | 'text' | 'none';

// What the API serves as pictures for pages; TIFF, say, no browser shows.
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Return how a page shows files of a media type. */
export function previewOf(mediaType: string): Preview {
  if (IMAGES.includes(mediaType)) return 'image';
  if (mediaType === 'application/pdf') return 'pdf';
  return mediaType.startsWith('text/') || mediaType === 'application/json' ? 'text' : 'none';
}

/** The bytes of a text that a page shows at most. */
export const TEXT_BYTES = 256_000;

export type TextPart = { text: string; isCut: boolean };

/** Return the beginning of a text of the user. */
export async function loadText(
  id: string,
  version: number,
  signal: AbortSignal,
): Promise<TextPart> {
  const { data, response } = await DocumentsService.download({
    path: { document_id: id },
    query: { version },
    headers: { range: `bytes=0-${TEXT_BYTES - 1}` },
    signal,
  });
  return readPart(data as Blob, response.headers.get('Content-Range'));
}

/** Decode the bytes of a reply. `range` is its Content-Range (RFC 9110, section 14.4). */
export async function readPart(blob: Blob, range: string | null): Promise<TextPart> {
  const charset = /charset=([^;]+)/i.exec(blob.type)?.[1] ?? 'utf-8';
  const total = Number(range?.split('/')[1] ?? blob.size);
  const isCut = total > blob.size;
  // A character that the cut divides is left out.
  const text = new TextDecoder(charset).decode(await blob.arrayBuffer(), { stream: isCut });
  return { text, isCut };
}
