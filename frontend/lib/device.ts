/** The browser and the system of a device, as the API names them; undefined: not known. */
export type Device = { browser: string | undefined; system: string | undefined; isPhone: boolean };

/** What the API says of a change that an operator made by the command line. */
export const COMMAND_LINE = 'Command line';

const PHONE = /\b(iOS|Android|Mobile|iPadOS|KaiOS)\b/i;

/** Return the parts of what the API says, such as `Firefox on Ubuntu`. */
export function partsOfDevice(device: string): Device {
  const at = device.lastIndexOf(' on ');
  const [browser, system] = at < 0 ? [device] : [device.slice(0, at), device.slice(at + 4)];
  return {
    browser: browser === 'Unknown browser' ? undefined : browser,
    system: system === 'unknown system' ? undefined : system,
    isPhone: PHONE.test(device),
  };
}
