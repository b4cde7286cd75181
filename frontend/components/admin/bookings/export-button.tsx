'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';

import { type BookDemoAdminGetExportLinkData, BookDemoService } from '@/app/client';
import { Button } from '@/components/ui/button';
import { useTexts } from '@/hooks/use-texts';
import { save } from '@/lib/download';
import { handleError } from '@/lib/error';
import { bookings } from '@/lib/i18n/en/bookings';

/** Saves the bookings that the page shows, all of them, as CSV. */
export function ExportButton({ query }: Pick<BookDemoAdminGetExportLinkData, 'query'>) {
  const t = useTexts(bookings);
  const [isBusy, setBusy] = useState(false);

  async function download() {
    setBusy(true);
    try {
      save((await BookDemoService.adminGetExportLink({ query })).data);
    } catch (thrown) {
      handleError(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button look="secondary" busy={isBusy} onClick={() => void download()} className="print:hidden">
      <Download aria-hidden />
      {t.download}
    </Button>
  );
}
