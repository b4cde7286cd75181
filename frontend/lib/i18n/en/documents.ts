const number = (value: number) => new Intl.NumberFormat('en').format(value);
const count = (n: number) => (n === 1 ? '1 document' : `${number(n)} documents`);

export const documents = {
  trashed: (n: number) => (n === 1 ? 'Moved to the trash.' : `${count(n)} moved to the trash.`),
  restored: (n: number) => (n === 1 ? 'Restored.' : `${count(n)} restored.`),
};
