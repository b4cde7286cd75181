import type { undo as english } from '@/lib/i18n/en/undo';

export const undo: typeof english = {
  emailTitle: 'Änderung Ihrer E-Mail-Adresse rückgängig machen',
  emailText:
    'Tun Sie das, wenn Sie die Adresse nicht selbst geändert haben. Ihr Konto bekommt die alte Adresse zurück, alle Geräte werden abgemeldet, und das Passwort gilt nicht mehr. An die alte Adresse senden wir einen Code für ein neues Passwort.',
  emailSubmit: 'Meine Adresse wiederherstellen',
  deleteTitle: 'Konto behalten',
  deleteText:
    'Ihr Konto soll gelöscht werden. Hiermit bleibt es, mit allen Dokumenten, und Sie können sich wieder anmelden.',
  deleteSubmit: 'Mein Konto behalten',
  keptTitle: 'Ihr Konto bleibt',
  keptText: 'Nichts wurde gelöscht. Melden Sie sich an, um weiterzumachen.',
  logIn: 'Anmelden',
  brokenTitle: 'Dieser Link ist nicht vollständig',
  brokenText: 'Öffnen Sie den Link in der E-Mail noch einmal, oder kopieren Sie ihn ganz.',
};
