'use client';

import { Broken } from '@/components/layout/broken';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <Broken onRetry={reset} />;
}
