/** Whether something that is dragged over the page, or was dropped, has files in it. */
export function hasFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') ?? false;
}

/** Return the files that were dropped, also those in folders, but none with a hidden name. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // A browser empties both lists as soon as the event is over.
  const files = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  const found = await Promise.all(entries.filter((entry) => entry !== null).map(filesBelow));
  return found.flat();
}

/** Return pictures that were pasted, each with a name of its own: browsers call all `image.png`. */
export function pastedFiles(transfer: DataTransfer | null, now: Date): File[] {
  return [...(transfer?.files ?? [])].map((file, index) => {
    if (!/^image\.\w+$/.test(file.name)) return file;
    const time = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
    const number = index === 0 ? '' : `-${index + 1}`;
    const { type, lastModified } = file;
    return new File([file], `${time}${number}${file.name.slice(5)}`, { type, lastModified });
  });
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith('.')) return [];
  if (isFile(entry)) {
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  }
  const found = await Promise.all(
    (await entriesOf(entry as FileSystemDirectoryEntry)).map(filesBelow),
  );
  return found.flat();
}

// A folder tells its entries a hundred at a time.
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    found.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
