/**
 * Return a function that makes idempotency keys: the same key for the same body, so that
 * a repeated request has no second effect, and another key for another body.
 */
export function newKeys(): (body: unknown) => string {
  let last: { body: string; key: string } | undefined;
  return (body) => {
    const text = JSON.stringify(body);
    if (last?.body !== text) last = { body: text, key: newKey() };
    return last.key;
  };
}

// crypto.randomUUID is missing on pages without TLS, such as those of a test system.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
