import { DocumentsService, type DownloadLink } from '@/app/client';
import { apiUrl } from '@/config/api';

/** Let the browser save what a link of the API leads to; it needs no token. */
export function save({ url }: DownloadLink): void {
  // The reply is an attachment, so the page stays where it is.
  location.assign(apiUrl(url));
}

/** Save the file of a document, by default of its current version. */
export async function downloadDocument(id: string, version?: number): Promise<void> {
  const path = { document_id: id };
  save((await DocumentsService.getDownloadLink({ path, query: { version } })).data);
}

/** Save several documents as one ZIP. */
export async function downloadZip(ids: string[]): Promise<void> {
  save((await DocumentsService.getZipLink({ body: { ids } })).data);
}
