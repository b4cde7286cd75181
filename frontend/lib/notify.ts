/** What a toast says, and what it offers to do. */
export type Notice = {
  kind: 'success' | 'error' | 'info';
  text: string;
  action?: { label: string; onClick: () => void };
  /** Removes the toast when it aborts. */
  signal?: AbortSignal;
};

type Show = (notice: Notice) => void;

let show: Show | undefined;
const waiting: Notice[] = [];

/** Show a toast. It waits if the toaster is not loaded yet. */
export function notify(notice: Notice): void {
  if (show) show(notice);
  else {
    waiting.push(notice);
    wanted.forEach((listener) => listener());
  }
}

const wanted = new Set<() => void>();

/** Call a function when the first toast is wanted; the toaster is loaded then. */
export function onWanted(listener: () => void): () => void {
  wanted.add(listener);
  if (waiting.length > 0) listener();
  return () => wanted.delete(listener);
}

/** Let the toaster show notices from now on, and those that waited. */
export function showNotices(by: Show): () => void {
  show = by;
  waiting.splice(0).forEach(by);
  return () => {
    show = undefined;
  };
}
