import { keys, local } from '@/lib/storage';

/** A shortcut: its keys as `KeyboardEvent.key` names them, with `Mod` for Ctrl or Cmd. */
type Shortcut = {
  key: string;
  mod?: boolean;
  shift?: boolean;
  /** Where it works: everywhere, on a list, on a row that has the focus, or on one document. */
  area: 'everywhere' | 'documents' | 'rows' | 'document';
};

/** Every shortcut of the app. The help is made of this list. */
export const SHORTCUTS = {
  palette: { key: 'k', mod: true, area: 'everywhere' },
  help: { key: '?', area: 'everywhere' },
  search: { key: '/', area: 'documents' },
  chooseAll: { key: 'a', mod: true, area: 'documents' },
  chooseNone: { key: 'Escape', area: 'documents' },
  next: { key: 'ArrowDown', area: 'rows' },
  previous: { key: 'ArrowUp', area: 'rows' },
  choose: { key: ' ', area: 'rows' },
  chooseRange: { key: ' ', shift: true, area: 'rows' },
  open: { key: 'Enter', area: 'rows' },
  rename: { key: 'F2', area: 'rows' },
  trash: { key: 'Delete', area: 'rows' },
  previousDocument: { key: 'ArrowLeft', area: 'document' },
  nextDocument: { key: 'ArrowRight', area: 'document' },
  trashDocument: { key: 'Delete', area: 'document' },
  leaveDocument: { key: 'Escape', area: 'document' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof SHORTCUTS;

/** What a shortcut does. It returns false if it leaves the key to the browser. */
type Handlers = Partial<Record<ShortcutId, (event: KeyboardEvent) => void | false>>;

const bound = new Set<Handlers>();

/** Let shortcuts do something until the returned function is called. */
export function bindShortcuts(handlers: Handlers): () => void {
  if (bound.size === 0) addEventListener('keydown', handleKey);
  bound.add(handlers);
  return () => {
    bound.delete(handlers);
    if (bound.size === 0) removeEventListener('keydown', handleKey);
  };
}

/** Return whether an event is the one of a shortcut. */
export function isShortcut(event: KeyboardEvent, id: ShortcutId): boolean {
  const { key, mod, shift }: Shortcut = SHORTCUTS[id];
  const hasMod = event.ctrlKey || event.metaKey;
  // A sign such as `?` needs Shift on some keyboards and not on others.
  const isShiftRight = isSign(key) || event.shiftKey === (shift ?? false);
  // With Caps Lock it is a capital.
  const isKey = event.key.toLowerCase() === key.toLowerCase();
  return isKey && hasMod === (mod ?? false) && !event.altKey && isShiftRight;
}

/** Whether shortcuts of a single sign work: they can be switched off (WCAG 2.1.4). */
export function areSignsOn(): boolean {
  return local.read(keys.shortcuts) !== 'off';
}

/** Switch shortcuts of a single sign on or off, in this browser. */
export function switchSigns(isOn: boolean): void {
  if (isOn) local.remove(keys.shortcuts);
  else local.write(keys.shortcuts, 'off');
  listeners.forEach((listener) => listener());
}

const listeners = new Set<() => void>();

/** Call a function when shortcuts are switched on or off. */
export function onSwitch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
  // A key can have a meaning for each page; what the page bound tells which.
  for (const id of Object.keys(SHORTCUTS) as ShortcutId[]) {
    if (SHORTCUTS[id].area === 'rows' || !isShortcut(event, id)) continue;
    if (isSign(SHORTCUTS[id].key) && !areSignsOn()) continue;
    const handler = [...bound].reverse().find((handlers) => handlers[id])?.[id];
    if (!handler) continue;
    if (handler(event) !== false) event.preventDefault();
    return;
  }
}

/** Whether a key belongs to a field, a dialog or a menu. Only the palette opens from a field. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true;
  const isField = target?.closest('input:not([type="checkbox"]), textarea, select') != null;
  return isField && !isShortcut(event, 'palette');
}

function isSign(key: string): boolean {
  return key.length === 1 && key !== ' ' && !/[a-z]/.test(key);
}
