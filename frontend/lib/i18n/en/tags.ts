export const tags = {
  remove: (tag: string) => `Remove ${tag}`,
  add: (tag: string) => `Add “${tag}”`,
  refused:
    'A tag begins and ends with a letter or a digit. Spaces and . & : / - + # _ can be between. It has at most 50 characters.',
  tooMany: 'At most 20 tags are possible.',
};
