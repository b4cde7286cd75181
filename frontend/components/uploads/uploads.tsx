'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';

import { Announcer } from '@/components/uploads/announcer';
import { DropZone } from '@/components/uploads/drop-zone';
import { useFreshDocuments } from '@/components/uploads/use-fresh-documents';
import { useUploads } from '@/hooks/use-uploads';
import { configQuery } from '@/lib/queries/account';
import { uploads } from '@/lib/uploads/uploads';

const UploadPanel = dynamic(() => import('./upload-panel').then((module) => module.UploadPanel), {
  ssr: false,
});

/** Everything about uploads that is on every page: it takes files and shows how they go. */
export function Uploads() {
  const hasUploads = useUploads().length > 0;
  const { data: config } = useQuery(configQuery);
  useFreshDocuments();
  useEffect(() => {
    if (config) void uploads.showEarlier(config);
  }, [config]);
  return (
    <>
      <DropZone />
      <Announcer />
      {hasUploads && (
        <div className="pointer-events-none sticky bottom-0 z-20 flex justify-end sm:p-4 print:hidden">
          <UploadPanel />
        </div>
      )}
    </>
  );
}
