import type { ReactNode } from 'react';

import { Button } from '@/components/ui/button';

/** The one button that sends a form of authentication, as wide as the form. */
export function AuthButton({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <Button type="submit" size="normal" busy={busy} className="w-full">
      {children}
    </Button>
  );
}
