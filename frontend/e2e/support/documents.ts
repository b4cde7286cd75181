import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect } from '@playwright/test';

import { type Account, api } from './account';
import { environment } from './environment';

export type Uploaded = { id: string; title: string; text_status: string };

type File = {
  name: string;
  content: string | Uint8Array<ArrayBuffer>;
  title?: string;
  tags?: string[];
};

/** Store a document of an account, by the API. */
export async function upload(account: Account, file: File): Promise<Uploaded> {
  const form = new FormData();
  if (file.title) form.set('title', file.title);
  file.tags?.forEach((tag) => form.append('tags', tag));
  form.set('file', new Blob([file.content]), file.name);
  const reply = await fetch(`${environment.apiUrl}/api/v1/documents/upload`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${account.token}`, 'X-Forwarded-For': account.ip },
    body: form,
  });
  if (!reply.ok) throw new Error(`upload of ${file.name}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Uploaded;
}

/** Wait until a search can find the text of a document: a job reads it. */
export async function expectRead(account: Account, { id }: Uploaded): Promise<void> {
  const status = async () => (await api<Uploaded>(account, 'GET', `documents/${id}`)).text_status;
  await expect.poll(status, { message: 'text of the document' }).toBe('done');
}

/** Give an account many documents without files: `Document 000001` is the newest. */
export async function fill(account: Account, count: number): Promise<void> {
  const command = ['-m', 'devtools.web.fill', account.email, String(count)];
  await promisify(execFile)(environment.python, command, { cwd: environment.root });
}
