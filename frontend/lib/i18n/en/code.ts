export const code = {
  label: (digits: number) => `Code of ${digits} digits`,
  confirm: 'Confirm',
  nothingCame: 'Nothing came? Look among the unwanted e-mails, or ask for a new code.',
  resend: 'Send a new code',
  in: (time: string) => `in ${time}`,
  resent: (email: string) => `A new code is on its way to ${email}. Older codes no longer work.`,
  noEmails: 'This is a test system: it sends no e-mails.',
};
