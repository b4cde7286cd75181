export const password = {
  rule: (bytes: number) =>
    `At least ${bytes} characters, and hard to guess: three or four words are easy to remember.`,
  weak: 'Easy to guess. Make it longer.',
  fair: 'Good. Longer is better.',
  strong: 'Hard to guess.',
};
