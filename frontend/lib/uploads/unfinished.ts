import { type UploadPublic, UploadsService } from '@/app/client';
import { TUS_VERSION } from '@/lib/uploads/transfer';
import { metadataOf, readMetadata } from '@/lib/uploads/metadata';
import type { Target } from '@/lib/uploads/types';

const headers = { 'Tus-Resumable': TUS_VERSION } as const;
const LOCK = 'sample.upload.';

/** Return the unfinished uploads of the user that no tab of this browser has in hand. */
export async function listUnfinished(): Promise<UploadPublic[]> {
  const { data } = await UploadsService.listUploads();
  // Only a secure page has locks.
  const locks = (await navigator.locks?.query())?.held ?? [];
  const inHand = new Set(locks.map(({ name }) => name));
  return data.items.filter(({ id }) => !inHand.has(LOCK + id));
}

/**
 * Return which of some unfinished uploads a file belongs to. Its name, its size and the time
 * of its last change decide: two halves of different files would make a broken one.
 */
export async function findUnfinished(
  file: File,
  target: Target | undefined,
  among: readonly UploadPublic[],
): Promise<UploadPublic | undefined> {
  const wanted = metadataOf(file, target, false);
  for (const upload of among) {
    if (upload.name !== file.name.normalize('NFC') || upload.size !== file.size) continue;
    const kept = await metadataOfUpload(upload.id);
    if (kept?.modified !== wanted.modified || kept?.document_id !== wanted.document_id) continue;
    return upload;
  }
  return undefined;
}

/** Delete an upload with the bytes that have arrived. One that is gone already is no error. */
export async function deleteUpload(id: string): Promise<void> {
  await UploadsService.deleteUpload({ path: { upload_id: id }, headers }).catch(() => undefined);
}

/** Tell the other tabs that this one has an upload in hand. Return a function that ends it. */
export function hold(id: string): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  void navigator.locks?.request(LOCK + id, { ifAvailable: true }, () => held);
  return release;
}

async function metadataOfUpload(id: string): Promise<Record<string, string> | undefined> {
  const { response } = await UploadsService.getUploadOffset({ path: { upload_id: id }, headers });
  const header = response.headers.get('Upload-Metadata');
  return header === null ? undefined : readMetadata(header);
}
