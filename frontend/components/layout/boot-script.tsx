'use client';

import { bootScript } from '@/lib/boot';

// One object for all renders: React sets the text of the script again if it is another
// object, and Trusted Types refuse that.
const TEXT = { __html: bootScript };

/** The script that decides before the first paint: see lib/boot.ts. */
export function BootScript() {
  return <script dangerouslySetInnerHTML={TEXT} />;
}
