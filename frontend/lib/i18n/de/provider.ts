import type { provider as english } from '@/lib/i18n/en/provider';

export const provider: typeof english = {
  continueWith: (name) => `Weiter mit ${name}`,
  title: 'Ihre Anmeldung anderswo',
  pending: 'Einen Moment: Wir schließen Ihre Anmeldung ab.',
  noFlowTitle: 'Hier ist nichts abzuschließen',
  noFlow:
    'Diese Anmeldung ist schon abgeschlossen, abgelaufen oder begann in einem anderen Tab oder Browser. Beginnen Sie sie hier neu.',
  toDashboard: 'Zur Übersicht',
  failedTitle: (name) => `${name} hat Sie nicht angemeldet`,
  notLinked: (name) => `${name} ist nicht verknüpft`,
  notConfirmed: 'Sie sind noch nicht bestätigt',
  worksOnce: (name) => `Eine Antwort von ${name} gilt einmal. Beginnen Sie deshalb neu.`,
  denied: (name) => `Sie haben bei ${name} abgebrochen, oder Sie wurden dort nicht eingelassen.`,
  refused: (name) =>
    `${name} konnte Sie gerade nicht anmelden. Versuchen Sie es noch einmal, oder melden Sie sich anders an.`,
  broken: 'Die Antwort des Anbieters ist beschädigt. Beginnen Sie neu.',
  back: 'Zurückgehen',
  newTitle: 'Noch ist kein Konto verknüpft',
  newText: (name, who) =>
    `Sie sind bei ${name} als ${who} angemeldet. Mit dieser Anmeldung ist hier kein Konto verknüpft.`,
  newTextNameless: (name) =>
    `Sie sind bei ${name} angemeldet. Mit dieser Anmeldung ist hier kein Konto verknüpft.`,
  signUp: (email) => `Konto mit ${email} anlegen`,
  noPassword:
    'Mit „Passwort vergessen?“ bekommt das neue Konto ein Passwort, sobald Sie eines möchten.',
  unverified: (name) =>
    `${name} sagt nicht, dass Ihre Adresse Ihnen gehört. Registrieren Sie sich mit Ihrer Adresse; dann verknüpfen wir die Anmeldung.`,
  closed: 'Zurzeit sind keine neuen Konten möglich.',
  signUpFirst: 'Mit Ihrer Adresse registrieren',
  hasAccount: 'Ich habe ein Konto: anmelden und verknüpfen',
  linkNotice: (name) =>
    `Sobald Sie angemeldet sind, verknüpfen wir Ihre Anmeldung bei ${name} mit diesem Konto.`,
  linkNoticeOf: (name, email) =>
    `Sobald Sie angemeldet sind, verknüpfen wir Ihre Anmeldung bei ${name} (${email}) mit diesem Konto.`,
  doNotLink: 'Nicht verknüpfen',
  linked: (name) => `${name} ist verknüpft. Ab jetzt können Sie sich damit anmelden.`,
  codeTitle: 'Geben Sie Ihren Code ein',
  codeText: (name) =>
    `${name} hat Sie bestätigt. Ihr Konto braucht außerdem einen Code aus Ihrer Authenticator-App.`,
  confirmed: 'Bestätigt. Wiederholen Sie jetzt Ihren Schritt.',
};
