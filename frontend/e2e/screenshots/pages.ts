import type { Page } from '@playwright/test';

import { type Place, places } from '../support/places';

/** A page to take pictures of, in one state. */
type Shot = Place & {
  /** The beginning of the file's name. */
  name: string;
  path: string;
  /** Brings the page into the state to show: an open dialog, an error. */
  act?: (page: Page) => Promise<unknown>;
};

/** Every page as it is found; add a line for a state that one should look at. */
export const shots: readonly Shot[] = [
  ...Object.entries(places).map(([path, place]) => ({
    ...place,
    name: path.slice(1).replaceAll('/', '-') || 'home',
    path,
    act: undefined,
  })),
  {
    as: 'admin',
    name: 'account-menu',
    path: '/admin',
    act: (page) => page.getByRole('button', { name: 'Your account' }).click(),
  },
];
