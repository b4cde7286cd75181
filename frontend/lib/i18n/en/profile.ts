export const profile = {
  text: 'Your name, and how this app shows times and texts.',
  aboutYou: 'About you',
  fullName: 'Full name',
  fullNameHint: 'It stands in e-mails, and people see it with what you share.',
  timeThere: (time: string) => `It is ${time} there.`,
  useThisZone: (zone: string) => `Use ${zone}, the zone of this device`,
  locale: 'Language and formats',
  localeHint: (date: string, number: string) => `${date} · ${number}. E-mails use it, too.`,
  appearance: 'Appearance',
  appearanceText: 'For this browser only.',
};
