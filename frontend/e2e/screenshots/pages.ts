import type { Page } from '@playwright/test';

import type { Account } from '../support/account';
import { logInElsewhere } from './security';

/** A page to take pictures of, in one state. */
export type Shot = {
  /** The beginning of the file's name. */
  name: string;
  path: string;
  /** Who looks at it; nobody is logged in without it. */
  as?: 'user' | 'admin';
  /** Fills the new account of this shot by the API. */
  prepare?: (account: Account) => Promise<void>;
  /** Brings the page into the state to show: an open dialog, an error. */
  act?: (page: Page) => Promise<void>;
};

/** One line for each page. What a page needs stands in a file of its area beside this one. */
export const shots: readonly Shot[] = [
  { name: 'home', path: '/' },
  { name: 'login', path: '/login' },
  { name: 'dashboard', path: '/dashboard', as: 'user' },
  { name: 'settings', path: '/settings', as: 'user' },
  { name: 'settings-sessions', path: '/settings/sessions', as: 'user', prepare: logInElsewhere },
  { name: 'settings-devices', path: '/settings/devices', as: 'user' },
  { name: 'settings-log', path: '/settings/security-log', as: 'user', prepare: logInElsewhere },
];
