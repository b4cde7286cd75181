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

/** Show what a link of the API leads to in a tab of its own. `load` gets the link. */
export async function show(load: () => Promise<DownloadLink>): Promise<void> {
  // Opened before the link is there: later, a browser would take it for an advertisement.
  const tab = open('about:blank', '_blank');
  if (tab) tab.opener = null;
  try {
    (tab?.location ?? location).assign(apiUrl((await load()).url));
  } catch (thrown) {
    tab?.close();
    throw thrown;
  }
}

/** Show a version of a document in a tab of its own. */
export async function showDocument(id: string, version: number): Promise<void> {
  const path = { document_id: id };
  await show(async () => (await DocumentsService.getViewLink({ path, query: { version } })).data);
}

/** Save several documents as one ZIP. */
export async function downloadZip(ids: string[]): Promise<void> {
  save((await DocumentsService.getZipLink({ body: { ids } })).data);
}
