'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * The text of a field whose value stands in the address. The address follows later than one
 * types, so what comes back of it changes nothing; any other value replaces the text.
 */
export function useAddressText(value: string) {
  const [text, setText] = useState(value);
  // What was handed on and has not come back through the address yet.
  const sent = useRef<string[]>([]);

  useEffect(() => {
    const at = sent.current.lastIndexOf(value);
    if (at >= 0) sent.current.splice(0, at + 1);
    else setText(value);
  }, [value]);

  return { text, setText, sent };
}
