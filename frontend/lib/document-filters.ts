import type { DocumentsListDocumentsData } from '@/app/client';
import { addDays, isDay } from '@/lib/calendar';
import { startOfDay } from '@/lib/day-start';

type Query = NonNullable<DocumentsListDocumentsData['query']>;

/** The question that a list of documents asks the API, without its page. */
export type ListQuery = Omit<Query, 'cursor' | 'limit' | 'total'>;
export type Sort = NonNullable<Query['sort']>;

/** What the page of documents shows, as its address says it. Days are `YYYY-MM-DD`. */
export type DocumentFilters = {
  search: string;
  tags: readonly string[];
  /** A media type or a wildcard such as `image/*`; empty for all. */
  type: string;
  from: string;
  to: string;
  sort: Sort;
  reverse: boolean;
};

export const SORTS: readonly Sort[] = ['newest', 'oldest', 'updated', 'title', 'name', 'size'];

export const NO_FILTERS: DocumentFilters = {
  search: '',
  tags: [],
  type: '',
  from: '',
  to: '',
  sort: 'newest',
  reverse: false,
};

// The bounds of the API. An address that somebody typed must not lead to an error.
const MAX_SEARCH = 200;
const MAX_TAGS = 20;
const MAX_TAG = 50;
const TYPE = /^[a-z]+\/([a-z0-9.+-]{1,80}|\*)$/;

/** Return the filters that an address names. What makes no sense is left out. */
export function readFilters(params: URLSearchParams): DocumentFilters {
  const type = params.get('type') ?? '';
  const sort = params.get('sort') as Sort;
  const tags = params.getAll('tag').filter((tag) => tag !== '' && tag.length <= MAX_TAG);
  return {
    search: (params.get('q') ?? '').slice(0, MAX_SEARCH),
    tags: [...new Set(tags)].slice(0, MAX_TAGS),
    type: TYPE.test(type) ? type : '',
    from: readDay(params.get('from')),
    to: readDay(params.get('to')),
    sort: SORTS.includes(sort) ? sort : NO_FILTERS.sort,
    reverse: params.get('order') === 'reverse',
  };
}

/** Put filters into the query of an address; what else it says stays. */
export function writeFilters(filters: DocumentFilters, params = new URLSearchParams()) {
  const written = new URLSearchParams(params);
  const values = {
    q: filters.search,
    type: filters.type,
    from: filters.from,
    to: filters.to,
    sort: filters.sort === NO_FILTERS.sort ? '' : filters.sort,
    order: filters.reverse ? 'reverse' : '',
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === '') written.delete(name);
    else written.set(name, value);
  }
  written.delete('tag');
  filters.tags.forEach((tag) => written.append('tag', tag));
  return written;
}

/** Return whether something is filtered or searched; the order does not count. */
export function isFiltered(filters: DocumentFilters): boolean {
  const { search, tags, type, from, to } = filters;
  return search.trim() !== '' || tags.length > 0 || type !== '' || from !== '' || to !== '';
}

/** Return how many filters are on, besides the search. */
export function countActive({ tags, type, from, to }: DocumentFilters): number {
  return tags.length + [type, from, to].filter((value) => value !== '').length;
}

/** Return the question for the API. Days begin and end in the zone of the user. */
export function toQuery(filters: DocumentFilters, timeZone: string): ListQuery {
  const query: ListQuery = {};
  if (filters.search.trim() !== '') query.search = filters.search.trim();
  if (filters.tags.length > 0) query.tag = [...filters.tags];
  if (filters.type !== '') query.type = filters.type;
  if (filters.from !== '') query.created_from = startOfDay(filters.from, timeZone);
  if (filters.to !== '') query.created_to = startOfDay(addDays(filters.to, 1), timeZone);
  if (filters.sort !== NO_FILTERS.sort) query.sort = filters.sort;
  if (filters.reverse) query.reverse = true;
  return query;
}

function readDay(text: string | null): string {
  return text !== null && isDay(text) ? text : '';
}
