import type { Page } from '@playwright/test';

import { type Place, places } from '../support/places';
import { states } from './states';

/** A page to take pictures of, in one state. */
type Shot = Place & {
  /** The beginning of the file's name. */
  name: string;
  path: string;
  /** Brings the page into the state to show: an open dialog, an error. */
  act?: (page: Page) => Promise<unknown>;
};

/** Every page as it is found, and states of pages. */
export const shots: readonly Shot[] = [
  ...Object.entries(places).map(([path, place]) => ({
    ...place,
    name: path.slice(1).replaceAll('/', '-') || 'home',
    path,
    act: undefined,
  })),
  ...states,
  {
    as: 'admin',
    name: 'account-menu',
    path: '/admin',
    act: (page) => page.getByRole('button', { name: 'Your account' }).click(),
  },
];
