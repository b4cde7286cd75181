'use client';

import { LogIn } from 'lucide-react';

import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { useProviderFlow } from '@/hooks/use-provider-flow';

type Props = {
  provider: { id: string; name: string };
  flow: Parameters<typeof useProviderFlow>[1];
  label: string;
};

/** A button that leads to the pages of a provider, and says so if it cannot. */
export function ProviderButton({ provider, flow, label }: Props) {
  const { submit, failure, isBusy } = useProviderFlow(provider, flow);
  return (
    <Form onSubmit={submit} failure={failure}>
      <Button type="submit" look="secondary" size="block" busy={isBusy}>
        <LogIn aria-hidden />
        <span className="min-w-0">{label}</span>
      </Button>
    </Form>
  );
}
