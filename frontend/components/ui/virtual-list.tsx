'use client';

import { memo, type ReactNode, type Ref } from 'react';

import { Skeleton } from '@/components/ui/skeleton';
import { cn } from '@/lib/utils';

type Props<T> = {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  isChosen?: (item: T) => boolean;
  render: (item: T) => ReactNode;
  /** The part of the rows that is in the window: see useWindowRows. */
  rows: { ref: Ref<HTMLUListElement>; first: number; end: number; above: number; below: number };
  /** The height of a row in pixels. */
  height: number;
  /** Items in a row. */
  lanes?: number;
  /** All items, loaded or not; undefined if that is not known. */
  total: number | undefined;
  /** Shows a grey row at the end. */
  isMore: boolean;
};

/** A long list, of which only the rows in the window exist. */
export function VirtualList<T>(props: Props<T>) {
  const { label, items, keyOf, isChosen, render, rows, height, lanes = 1, total, isMore } = props;
  const first = rows.first * lanes;
  return (
    <>
      <ul
        ref={rows.ref}
        aria-label={label}
        className={cn(lanes > 1 && 'grid')}
        style={{
          // Else Chromium takes the padding for content that came, and scrolls back by it.
          overflowAnchor: 'none',
          paddingTop: rows.above,
          paddingBottom: rows.below,
          ...(lanes > 1 && { gridTemplateColumns: `repeat(${lanes}, minmax(0, 1fr))` }),
        }}
      >
        {items.slice(first, rows.end * lanes).map((item, offset) => (
          <Item
            key={keyOf(item)}
            item={item}
            index={first + offset}
            total={total}
            height={height}
            isChosen={isChosen?.(item) ?? false}
            render={render as (item: unknown) => ReactNode}
          />
        ))}
      </ul>
      {isMore && (
        <div aria-hidden style={{ height }} className="flex items-center px-3">
          <Skeleton className="h-10 grow" />
        </div>
      )}
    </>
  );
}

type ItemProps = {
  item: unknown;
  index: number;
  total: number | undefined;
  height: number;
  isChosen: boolean;
  render: (item: unknown) => ReactNode;
};

// While one scrolls, the items that stay are not rendered again.
const Item = memo(function Item({ item, index, total, height, isChosen, render }: ItemProps) {
  return (
    <li
      data-index={index}
      data-chosen={isChosen || undefined}
      aria-posinset={index + 1}
      aria-setsize={total ?? -1}
      style={{ height }}
      className="group relative min-w-0"
    >
      {render(item)}
    </li>
  );
});
