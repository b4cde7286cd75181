// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';

import { bindShortcuts, switchSigns } from '@/lib/shortcuts';

const stops: (() => void)[] = [];
const bind: typeof bindShortcuts = (handlers) => {
  const stop = bindShortcuts(handlers);
  stops.push(stop);
  return stop;
};

function press(key: string, target: EventTarget = document.body, more: KeyboardEventInit = {}) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  switchSigns(true);
  document.body.innerHTML = '';
});

test('a key does what the page bound, though it means something else elsewhere', () => {
  const leave = vi.fn();
  bind({ leaveDocument: leave });
  expect(press('Escape').defaultPrevented).toBe(true);
  expect(leave).toHaveBeenCalledOnce();
  expect(press('/').defaultPrevented, 'not bound').toBe(false);
});

test('a handler can leave a key to the browser', () => {
  bind({ nextDocument: () => false });
  expect(press('ArrowRight').defaultPrevented).toBe(false);
});

test('in a field only the palette opens, and in a dialog nothing', () => {
  const palette = vi.fn();
  const search = vi.fn();
  bind({ palette, search });
  document.body.innerHTML = '<input>';
  const field = document.querySelector('input') ?? document.body;
  press('/', field);
  press('K', field, { ctrlKey: true });
  expect(search).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledOnce();

  document.body.innerHTML = '<div role="dialog"></div>';
  press('k', document.body, { metaKey: true });
  expect(palette).toHaveBeenCalledOnce();
});

test('single signs can be switched off', () => {
  const search = vi.fn();
  bind({ search });
  switchSigns(false);
  press('/');
  expect(search).not.toHaveBeenCalled();
  switchSigns(true);
  press('/');
  expect(search).toHaveBeenCalledOnce();
});
