import type { shared as english } from '@/lib/i18n/en/shared';

export const shared: typeof english = {
  title: 'Geteiltes Dokument',
  sharedBy: (name) => `${name} teilt dieses Dokument mit Ihnen.`,
  sharedByNobody: 'Jemand teilt dieses Dokument mit Ihnen.',
  until: 'verfügbar bis',
  show: 'In einem neuen Tab öffnen',
  begun: 'Ihr Browser speichert die Datei jetzt.',
  passwordTitle: 'Geben Sie das Passwort dieses Links ein',
  password: 'Passwort des Links',
  passwordHint: 'Wer Ihnen den Link geschickt hat, kennt es.',
  unlock: 'Dokument zeigen',
  endTitle: 'Dieser Link gilt nicht mehr',
  endReasons: 'Er ist abgelaufen, wurde widerrufen oder so oft benutzt, wie er erlaubt',
  endText: 'Auch ein Link, von dem ein Teil fehlt, führt hierher.',
  endAsk: 'Bitten Sie die Person, die ihn geschickt hat, um einen neuen.',
};
