import type { password as english } from '@/lib/i18n/en/password';

export const password: typeof english = {
  rule: (bytes) =>
    `Mindestens ${bytes} Zeichen und schwer zu erraten: Drei oder vier Wörter merken Sie sich leicht.`,
  weak: 'Leicht zu erraten. Nehmen Sie ein längeres.',
  fair: 'Gut. Länger ist besser.',
  strong: 'Schwer zu erraten.',
};
