'use client';

import { memo, type ReactNode, type Ref } from 'react';

import { Skeleton } from '@/components/ui/skeleton';
import { cn } from '@/lib/utils';

export type Column<T> = {
  id: string;
  head: ReactNode;
  cell: (item: T) => ReactNode;
  /** For head and cells: width, and from which width of the window on it is shown. */
  className?: string;
  sort?: 'ascending' | 'descending' | 'none';
};

type Props<T> = {
  label: string;
  columns: readonly Column<T>[];
  items: readonly T[];
  keyOf: (item: T) => string;
  isChosen?: (item: T) => boolean;
  /** The part of the items that is in the window: see useWindowRows. */
  rows: {
    ref: Ref<HTMLTableSectionElement>;
    first: number;
    end: number;
    above: number;
    below: number;
  };
  /** The height of a row in pixels. */
  height: number;
  /** All rows, loaded or not; undefined if that is not known. */
  total: number | undefined;
  /** Shows a grey row at the end. */
  isMore: boolean;
};

/** A long table, of which only the rows in the window exist. Its head stays in sight. */
export function VirtualTable<T>(props: Props<T>) {
  const { label, columns, items, keyOf, isChosen, rows, height, total, isMore } = props;
  return (
    <table
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + 1}
      className="w-full table-fixed border-separate border-spacing-0 text-small"
    >
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(({ id, head, className, sort }) => (
            <th
              key={id}
              scope="col"
              aria-sort={sort}
              className={cn(
                'sticky top-28 z-20 h-10 border-b bg-raised px-3 text-left font-medium text-muted',
                className,
              )}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <Space ref={rows.ref} height={rows.above} />
      <tbody>
        {items.slice(rows.first, rows.end).map((item, offset) => (
          <Row
            key={keyOf(item)}
            columns={columns as readonly Column<unknown>[]}
            item={item}
            index={rows.first + offset}
            height={height}
            isChosen={isChosen?.(item) ?? false}
          />
        ))}
      </tbody>
      <Space height={rows.below} />
      {isMore && (
        <tbody aria-hidden>
          <tr style={{ height }}>
            <td colSpan={columns.length} className="px-3">
              <Skeleton className="h-8" />
            </td>
          </tr>
        </tbody>
      )}
    </table>
  );
}

/** Fills the place of rows that are not in the window. */
function Space({ height, ref }: { height: number; ref?: Ref<HTMLTableSectionElement> }) {
  return (
    <tbody ref={ref} aria-hidden>
      <tr>
        <td style={{ height }} className="p-0" />
      </tr>
    </tbody>
  );
}

type RowProps = {
  columns: readonly Column<unknown>[];
  item: unknown;
  index: number;
  height: number;
  isChosen: boolean;
};

// While one scrolls, the rows that stay are not rendered again.
const Row = memo(function Row({ columns, item, index, height, isChosen }: RowProps) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      style={{ height }}
      data-chosen={isChosen || undefined}
      className="group relative hover:bg-hover data-[chosen]:bg-selected"
    >
      {columns.map(({ id, cell, className }) => (
        <td key={id} className={cn('border-b px-3', className)}>
          {cell(item)}
        </td>
      ))}
    </tr>
  );
});
