import type { DocumentFilters, Sort } from '@/lib/document-filters';

/** A column of the table of documents by which one can sort. */
export type SortColumn = 'title' | 'size' | 'time';

type Order = Pick<DocumentFilters, 'sort' | 'reverse'>;

// The times sort the newest first, as sizes do the largest; titles are alphabetical.
const COLUMNS: Record<Sort, SortColumn | undefined> = {
  newest: 'time',
  oldest: 'time',
  updated: 'time',
  size: 'size',
  title: 'title',
  name: undefined,
};
const DESCENDING: readonly Sort[] = ['newest', 'updated', 'size'];

/** Return how a column is sorted, as aria-sort says it. */
export function directionOf(column: SortColumn, order: Order): 'none' | 'ascending' | 'descending' {
  if (COLUMNS[order.sort] !== column) return 'none';
  return DESCENDING.includes(order.sort) === order.reverse ? 'ascending' : 'descending';
}

/** Return the order after the head of a column was pressed. */
export function sortBy(column: SortColumn, order: Order): Order {
  if (COLUMNS[order.sort] !== column) {
    return { sort: column === 'time' ? 'newest' : column, reverse: false };
  }
  if (order.sort === 'newest') return { sort: 'oldest', reverse: false };
  if (order.sort === 'oldest') return { sort: 'newest', reverse: false };
  return { sort: order.sort, reverse: !order.reverse };
}

/** The orders of the list to choose from: `-reverse` turns one round. */
export const ORDERS = [
  'newest',
  'oldest',
  'updated',
  'title',
  'title-reverse',
  'name',
  'name-reverse',
  'size',
  'size-reverse',
] as const;

export type OrderName = (typeof ORDERS)[number];

/** Return the name of an order. */
export function nameOf({ sort, reverse }: Order): OrderName {
  const name = `${sort}${reverse ? '-reverse' : ''}`;
  return ORDERS.find((order) => order === name) ?? reversed(sort);
}

/** Return the order of a name. */
export function orderOf(name: OrderName): Order {
  const [sort, end] = name.split('-');
  return { sort: sort as Sort, reverse: end !== undefined };
}

// An address can reverse an order of time, which has another name already.
function reversed(sort: Sort): OrderName {
  return sort === 'oldest' ? 'newest' : 'oldest';
}
