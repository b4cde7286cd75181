import type { Metadata } from 'next';

import { OwnData } from '@/components/settings/own-data';

export const metadata: Metadata = { title: 'Your data' };

export default function OwnDataPage() {
  return <OwnData />;
}
