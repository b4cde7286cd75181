import { type BatchRequest, type BatchResult, DocumentsService } from '@/app/client';

export type Action = Pick<BatchRequest, 'action' | 'add_tags' | 'remove_tags'>;

// The most documents that the API takes at once.
const AT_ONCE = 500;

/** Do an action with named documents. Return what became of each. */
export async function runBatch(action: Action, ids: readonly string[]): Promise<BatchResult[]> {
  const results: BatchResult[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const documents = ids.slice(start, start + AT_ONCE).map((id) => ({ id }));
    const { data } = await DocumentsService.runBatch({ body: { ...action, documents } });
    results.push(...data.results);
  }
  return results;
}

/** Return the ids of the documents that have one of these outcomes. */
export function idsWith(
  results: readonly BatchResult[],
  ...outcomes: BatchResult['outcome'][]
): Set<string> {
  const found = results.filter(({ outcome }) => outcomes.includes(outcome));
  return new Set(found.map(({ document_id }) => document_id));
}

/** Return tags after an action, without duplicates, as the API does. */
export function tagsAfter(tags: readonly string[], action: Action): string[] {
  const kept = tags.filter((tag) => !action.remove_tags?.includes(tag));
  return [...new Set([...kept, ...(action.add_tags ?? [])])];
}
