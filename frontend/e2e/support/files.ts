import { createHash } from 'node:crypto';

import type { Page } from '@playwright/test';

/** A file whose content follows from its seed, by default its name: text, or a small picture. */
export type Given = { name: string; size: number; seed?: string };

// The time of the last change of all of them, in milliseconds.
export const MODIFIED = 1_700_000_000_000;

// A picture of one pixel.
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const PICTURE: Given = { name: 'image.png', size: 70 };

/** Return what is in a file. */
export function contentOf(file: Given): Buffer {
  if (file === PICTURE) return Buffer.from(PNG, 'base64');
  const { name, size, seed = name } = file;
  return Buffer.from(`${seed} `.repeat(Math.ceil(size / (seed.length + 1)))).subarray(0, size);
}

export function sha256(file: Given): string {
  return createHash('sha256').update(contentOf(file)).digest('hex');
}

/** Drop files on the page, or paste them, as a person would from another window. */
export async function give(page: Page, files: readonly Given[], by: 'drop' | 'paste' = 'drop') {
  // It is there as soon as the page takes files.
  await page.locator('#said-of-uploads').waitFor({ state: 'attached' });
  const described = files.map((file) => ({
    ...file,
    seed: file.seed ?? file.name,
    base64: file === PICTURE ? PNG : undefined,
  }));
  await page.evaluate(
    ({ described, by, lastModified }) => {
      const transfer = new DataTransfer();
      for (const { name, size, seed, base64 } of described) {
        const content = base64
          ? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
          : `${seed} `.repeat(Math.ceil(size / (seed.length + 1))).slice(0, size);
        const type = base64 ? 'image/png' : '';
        transfer.items.add(new File([content], name, { type, lastModified }));
      }
      const shared = { bubbles: true, cancelable: true };
      const event =
        by === 'drop'
          ? new DragEvent('drop', { ...shared, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...shared, clipboardData: transfer });
      document.body.dispatchEvent(event);
    },
    { described, by, lastModified: MODIFIED },
  );
}

/** Let a page send at most so many bytes a second; -1 is as many as possible. */
export async function slow(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}
