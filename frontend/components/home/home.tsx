'use client';

import { Closing } from '@/components/home/closing';
import { Features } from '@/components/home/features';
import { Footer } from '@/components/home/footer';
import { Hero } from '@/components/home/hero';
import { Leaving } from '@/components/layout/leaving';
import { useConfig } from '@/hooks/use-config';
import { useGuestGuard } from '@/hooks/use-guest-guard';

/** The public front page: what this is, and where to go. */
export function Home() {
  const config = useConfig();
  if (useGuestGuard()) return <Leaving />;
  return (
    <>
      <Hero canSignUp={config?.signup_open !== false} />
      <Features />
      <Closing />
      <Footer docsPath={config?.docs_path} />
    </>
  );
}
