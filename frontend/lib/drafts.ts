import { keys, tab } from '@/lib/storage';

/*
 * What is typed into forms when the login ends. It is kept for this tab until the same
 * account is back and opens the form. Forms leave their passwords and codes out.
 */

/** `owner` is the id of the account; `typed` is what each form keeps, by its name. */
type Drafts = { owner: string | undefined; typed: Record<string, unknown> };

/** A form on the page. `read` returns undefined if there is nothing to keep. */
type Source = { name: string; read: () => unknown };

const sources = new Set<Source>();
let owner: string | undefined;

/**
 * Keep what this account types from now on; undefined keeps nothing. Return whether something
 * is there from before. What another account typed is forgotten.
 */
export function keepDraftsOf(account: string | undefined): boolean {
  owner = account;
  if (owner === undefined) return false;
  const isKept = Object.keys(read()).length > 0;
  if (!isKept) forgetDrafts();
  return isKept;
}

/** Let a form keep what is typed when the login ends, until the returned function is called. */
export function offerDraft(source: Source): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** Keep what is typed into the forms of the page. Call it when the login has ended. */
export function keepDrafts(): void {
  if (owner === undefined) return;
  const typed = [...sources].map((source) => [source.name, source.read()] as const);
  const kept = typed.filter(([, value]) => value !== undefined);
  write({ ...read(), ...Object.fromEntries(kept) });
}

/** Return what was typed into a form, and keep it no longer. */
export function takeDraft(name: string): unknown {
  const { [name]: taken, ...others } = read();
  if (taken !== undefined) write(others);
  return taken;
}

/** Forget all: somebody logged out. */
export function forgetDrafts(): void {
  tab.remove(keys.drafts);
}

function read(): Drafts['typed'] {
  const text = tab.read(keys.drafts);
  const drafts = text === undefined ? undefined : (JSON.parse(text) as Drafts);
  return drafts && drafts.owner === owner ? drafts.typed : {};
}

function write(typed: Drafts['typed']): void {
  if (Object.keys(typed).length === 0) forgetDrafts();
  else tab.write(keys.drafts, JSON.stringify({ owner, typed } satisfies Drafts));
}
