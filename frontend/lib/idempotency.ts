/**
 * Return a function that makes idempotency keys: the same key for the same body, so that
 * a repeated request has no second effect, and another key for another body.
 */
export function newKeys(): (body: unknown) => string {
  let last: { body: string; key: string } | undefined;
  return (body) => {
    const text = JSON.stringify(body);
    if (last?.body !== text) last = { body: text, key: crypto.randomUUID() };
    return last.key;
  };
}
