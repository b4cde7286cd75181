import type { dashboard as english } from '@/lib/i18n/en/dashboard';

export const dashboard: typeof english = {
  title: 'Übersicht',
  welcome: (name) => `Willkommen, ${name}.`,
};
