import type { Upload } from '@/lib/uploads/types';
import { isActive } from '@/lib/uploads/uploads';

/** What several uploads are together. */
export type Summary = {
  active: number;
  done: number;
  failed: number;
  paused: number;
  unfinished: number;
  /** Of the bytes of what is done, runs and waits; 0 to 100. */
  percent: number;
};

/** Count uploads by what they do. */
export function summarize(list: readonly Upload[]): Summary {
  const count = (state: Upload['state']) => list.filter((upload) => upload.state === state).length;
  const meant = list.filter((upload) => upload.state === 'done' || isActive(upload));
  const size = meant.reduce((sum, upload) => sum + upload.size, 0);
  const sent = meant.reduce((sum, upload) => sum + upload.sent, 0);
  return {
    active: list.filter(isActive).length,
    done: count('done'),
    failed: count('failed'),
    paused: count('paused'),
    unfinished: count('unfinished'),
    percent: size === 0 ? 0 : Math.floor((sent / size) * 100),
  };
}
