import type { factor as english } from '@/lib/i18n/en/factor';

export const factor: typeof english = {
  title: 'Geben Sie Ihren Code ein',
  text: 'Öffnen Sie Ihre Authenticator-App und geben Sie den Code für dieses Konto ein.',
  trust: (days) => `Diesem Gerät ${days} Tage lang vertrauen`,
  trustHint: 'Dann braucht es keinen Code. Nur auf einem Gerät, das Ihnen gehört.',
  toRecovery: 'Einen Wiederherstellungscode nehmen',
  recoveryTitle: 'Geben Sie einen Wiederherstellungscode ein',
  recoveryText:
    'Sie haben zehn davon bekommen, als Sie den zweiten Faktor eingeschaltet haben. Jeder gilt einmal.',
  recoveryCode: 'Wiederherstellungscode',
  toApp: 'Die Authenticator-App nehmen',
  submit: 'Anmelden',
  passkey: 'Einen Passkey nehmen',
  paused: 'Ein neues Passwort beendet diese Pause.',
  toReset: 'Neues Passwort festlegen',
  noStepTitle: 'Melden Sie sich zuerst an',
  noStep: 'Der Code kommt nach Adresse und Passwort. Beginnen Sie damit.',
};
