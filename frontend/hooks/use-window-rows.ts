'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

type Options = {
  count: number;
  /** The height of each row in pixels: with one height for all, scrolling never jumps. */
  height: number;
  /** What covers the window above the rows, in pixels. */
  covered?: number;
  /** Called when the end comes near. */
  onEnd: () => void;
};

// Pixels beyond the window whose rows are there already, and rows before the end that call for more.
const BEYOND = 512;
const AHEAD = 40;

/**
 * Show only the rows of a long list that are in the window. Give `ref` to the element that
 * holds the rows, and `above` and `below` to what fills the place of the others.
 */
export function useWindowRows<T extends HTMLElement>(options: Options) {
  const { count, height, covered = 0, onEnd } = options;
  const ref = useRef<T>(null);
  const [offset, setOffset] = useState(0);

  // The rows begin further down when something opens above them.
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current) setOffset(Math.round(ref.current.getBoundingClientRect().top + scrollY));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, []);

  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => height,
    overscan: Math.ceil(BEYOND / height),
    scrollMargin: offset,
    scrollPaddingStart: covered,
    scrollPaddingEnd: height,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const end = (rows.at(-1)?.index ?? -1) + 1;

  useEffect(() => {
    if (count > 0 && end >= count - AHEAD) onEnd();
  }, [count, end, onEnd]);

  return {
    ref,
    first,
    end,
    above: first * height,
    below: (count - end) * height,
    /** Scroll as little as is needed to show a row. */
    reveal: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
