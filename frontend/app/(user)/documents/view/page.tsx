import type { Metadata } from 'next';
import { Suspense } from 'react';

import { DocumentViewer } from '@/components/documents/document-viewer';

export const metadata: Metadata = { title: 'Document' };

export default function DocumentPage() {
  return (
    <Suspense>
      <DocumentViewer />
    </Suspense>
  );
}
