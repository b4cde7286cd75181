import { keepPreviousData } from '@tanstack/react-query';

/** What every query of a list has that the API gives page by page. */
export const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor ?? undefined,
};

/** The same for a list that stays, while a filter changes, until the next one is there. */
export const steadyPages = { ...pages, placeholderData: keepPreviousData };
