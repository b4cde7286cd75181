'use client';

import type { ReactNode } from 'react';

import { VirtualList } from '@/components/ui/virtual-list';
import { type Column, VirtualTable } from '@/components/ui/virtual-table';
import { useMedia } from '@/hooks/use-media';
import { useWindowRows } from '@/hooks/use-window-rows';

type Props<T> = {
  label: string;
  items: readonly T[];
  columns: readonly Column<T>[];
  /** Draws an item of the list. It must be the same function in each render. */
  render: (item: T) => ReactNode;
  isChosen?: (item: T) => boolean;
  /** The heights of a row of the table and of an item of the list, in pixels. */
  heights: { row: number; item: number };
  isMore: boolean;
  /** Called when the end comes near. */
  onEnd: () => void;
};

const keyOf = (item: { id: string }) => item.id;

/** A long list as a table, and as a list on phones. */
export function TableOrList<T extends { id: string }>(props: Props<T>) {
  const isDesk = useMedia('(min-width: 640px)');
  return isDesk ? <Table {...props} /> : <List {...props} />;
}

function Table<T extends { id: string }>(props: Props<T>) {
  const { label, items, columns, isChosen, heights, isMore, onEnd } = props;
  const height = heights.row;
  const rows = useWindowRows<HTMLTableSectionElement>({ count: items.length, height, onEnd });
  return (
    <VirtualTable
      label={label}
      columns={columns}
      items={items}
      keyOf={keyOf}
      isChosen={isChosen}
      rows={rows}
      height={height}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}

function List<T extends { id: string }>(props: Props<T>) {
  const { label, items, render, isChosen, heights, isMore, onEnd } = props;
  const height = heights.item;
  const rows = useWindowRows<HTMLUListElement>({ count: items.length, height, onEnd });
  return (
    <VirtualList
      label={label}
      items={items}
      keyOf={keyOf}
      isChosen={isChosen}
      render={render}
      rows={rows}
      height={height}
      total={isMore ? undefined : items.length}
      isMore={isMore}
    />
  );
}
