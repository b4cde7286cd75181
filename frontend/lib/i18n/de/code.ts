import type { code as english } from '@/lib/i18n/en/code';

export const code: typeof english = {
  label: (digits) => `Code aus ${digits} Ziffern`,
  confirm: 'Bestätigen',
  nothingCame:
    'Nichts angekommen? Sehen Sie im Spam-Ordner nach, oder fordern Sie einen neuen Code an.',
  resend: 'Neuen Code senden',
  in: (time) => `in ${time}`,
  resent: (email) => `Ein neuer Code ist unterwegs an ${email}. Ältere Codes gelten nicht mehr.`,
  noEmails: 'Dies ist ein Testsystem: Es verschickt keine E-Mails.',
};
