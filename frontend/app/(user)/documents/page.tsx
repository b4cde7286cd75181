import type { Metadata } from 'next';

import { DocumentsPage } from '@/components/documents/documents-page';
import { UploadButton } from '@/components/uploads/upload-button';

export const metadata: Metadata = { title: 'Documents' };

export default function Page() {
  return <DocumentsPage action={<UploadButton />} />;
}
