import type { uploads as english } from '@/lib/i18n/en/uploads';

export const uploads: typeof english = {
  title: 'Hochladen',
  choose: 'Dateien hochladen',
  drop: 'Dateien hier ablegen, um sie hochzuladen',
  running: (done, all, percent) => `${done + 1} von ${all} wird hochgeladen · ${percent} %`,
  ended: (done, failed) => {
    if (failed === 0) return done === 1 ? '1 Datei hochgeladen' : `${done} Dateien hochgeladen`;
    const failures = failed === 1 ? '1 Datei gescheitert' : `${failed} Dateien gescheitert`;
    return done === 0 ? failures : `${done} hochgeladen, ${failures}`;
  },
  paused: (count) => (count === 1 ? '1 Upload angehalten' : `${count} Uploads angehalten`),
  unfinished: (count) =>
    count === 1 ? '1 Upload ist nicht fertig' : `${count} Uploads sind nicht fertig`,
  show: 'Uploads zeigen',
  close: 'Uploads schließen',
  cancelAll: 'Alle abbrechen',
  retryAll: 'Alle noch einmal versuchen',
  pause: (name) => `${name} anhalten`,
  resume: (name) => `${name} fortsetzen`,
  cancel: (name) => `${name} abbrechen`,
  remove: (name) => `${name} aus der Liste nehmen`,
  progress: (name) => `Fortschritt von ${name}`,
  open: 'Öffnen',
  openNamed: (name) => `${name} öffnen`,
  retry: 'Noch einmal versuchen',
  retryNamed: (name) => `${name} noch einmal versuchen`,
  chooseAgain: 'Noch einmal auswählen',
  chooseAgainNamed: (name) => `${name} noch einmal auswählen`,
  uploadAnyway: 'Trotzdem hochladen',
  openTrash: 'Papierkorb öffnen',
  stateWaiting: 'Wartet',
  stateSending: (sent, size) => `${sent} von ${size}`,
  speed: (speed) => `${speed} pro Sekunde`,
  stateChecking: 'Vollständig angekommen, wird geprüft',
  stateOffline: 'Keine Verbindung. Es geht von selbst weiter.',
  stateBusy: 'Der Dienst ist beschäftigt. Es geht von selbst weiter.',
  statePaused: (sent, size) => `Angehalten bei ${sent} von ${size}`,
  stateUnfinished: (sent, size) =>
    `${sent} von ${size} sind angekommen. Wählen Sie dieselbe Datei noch einmal aus, um fortzufahren.`,
  stateDone: 'Fertig',
  typeNotAllowed: (extension, allowed) =>
    extension
      ? `Dateien mit der Endung .${extension} sind nicht möglich. Möglich sind: ${allowed}.`
      : `Die Datei braucht eine dieser Endungen: ${allowed}.`,
  fileTooLarge: (size, limit) => `Die Datei hat ${size}. Die Grenze liegt bei ${limit}.`,
  emptyFile: 'Die Datei ist leer.',
  nameTooLong: (limit) => `Der Name ist zu lang. Die Grenze liegt bei ${limit} Zeichen.`,
  unreadable:
    'Die Datei wurde beim Lesen geändert oder verschoben. Wählen Sie sie noch einmal aus.',
  contentMismatch: (extension) => `Der Inhalt dieser Datei passt nicht zur Endung .${extension}.`,
  quotaExceeded:
    'Ihr Speicher reicht dafür nicht. Löschen Sie etwas, leeren Sie den Papierkorb und versuchen Sie es dann noch einmal.',
  duplicate: 'Diese Datei haben Sie schon.',
  sameVersion: 'Die neueste Version hat genau diesen Inhalt.',
  inTrash: 'Diese Datei liegt in Ihrem Papierkorb.',
  saidStarted: (name) => `${name}: Upload begonnen.`,
  saidDone: (name) => `${name}: hochgeladen.`,
  saidFailed: (name) => `${name}: Upload gescheitert.`,
  saidStartedMany: (count) => `${count} Uploads begonnen.`,
  saidDoneMany: (count) => `${count} Dateien hochgeladen.`,
  saidFailedMany: (count) => `${count} Uploads gescheitert.`,
};
