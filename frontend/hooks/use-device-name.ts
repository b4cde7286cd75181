'use client';

import { useTexts } from '@/hooks/use-texts';
import { COMMAND_LINE, partsOfDevice } from '@/lib/device';
import { sessions } from '@/lib/i18n/en/sessions';

/** Return a function that names a device of the API in the language of the page. */
export function useDeviceName(): (device: string) => string {
  const t = useTexts(sessions);
  return (device) => {
    if (device === COMMAND_LINE) return t.commandLine;
    const { browser, system } = partsOfDevice(device);
    return t.device(browser ?? t.unknownBrowser, system ?? t.unknownSystem);
  };
}
