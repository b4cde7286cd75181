import type { Metadata } from 'next';

import { BookDemo } from '@/components/book-demo/book-demo';

export const metadata: Metadata = { title: 'Book a demo' };

export default function BookDemoPage() {
  return <BookDemo />;
}
