import type { profile as english } from '@/lib/i18n/en/profile';

export const profile: typeof english = {
  text: 'Ihr Name, und wie diese App Zeiten und Texte zeigt.',
  aboutYou: 'Über Sie',
  fullName: 'Vor- und Nachname',
  fullNameHint: 'Er steht in E-Mails, und andere sehen ihn bei dem, was Sie teilen.',
  timeThere: (time) => `Dort ist es ${time}.`,
  useThisZone: (zone) => `${zone} verwenden, die Zeitzone dieses Geräts`,
  locale: 'Sprache und Formate',
  localeHint: (date, number) => `${date} · ${number}. Das gilt auch für E-Mails.`,
  appearance: 'Darstellung',
  appearanceText: 'Nur für diesen Browser.',
};
