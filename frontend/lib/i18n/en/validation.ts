export const validation = {
  required: 'Enter something here.',
  emailRequired: 'Enter your e-mail address.',
  emailInvalid: 'This is not an e-mail address. Write it like ada@example.com.',
  passwordRequired: 'Enter a password.',
  passwordShort: (bytes: number) => `Use at least ${bytes} characters.`,
  passwordLong: (bytes: number) =>
    `This password is too long. Use at most ${bytes} bytes: umlauts and emoji count more than once.`,
  codeIncomplete: (digits: number) => `Enter all ${digits} digits.`,
  emailRefused:
    'This e-mail address is not possible here. Before the @, use letters without accents.',
  tooLong: (most: number) => `Use at most ${most} characters.`,
  tooMany: (most: number) => `At most ${most} are possible.`,
  controls: 'Remove the invisible characters.',
  // Other rules are seldom broken, and English can fall back to the sentence of the API.
  refused: (message: string) => message,
};
