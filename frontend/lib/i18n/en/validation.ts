export const validation = {
  required: 'Enter something here.',
  emailRequired: 'Enter your e-mail address.',
  emailInvalid: 'This is not an e-mail address. Write it like ada@example.com.',
  passwordRequired: 'Enter a password.',
  passwordShort: (bytes: number) => `Use at least ${bytes} characters.`,
  passwordLong: (bytes: number) =>
    `This password is too long. Use at most ${bytes} bytes: umlauts and emoji count more than once.`,
  codeIncomplete: (digits: number) => `Enter all ${digits} digits.`,
};
