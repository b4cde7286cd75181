'use client';

import { type ComponentProps, useRef } from 'react';

import { Button } from '@/components/ui/button';

type Props = Omit<ComponentProps<typeof Button>, 'onClick' | 'asChild'> & {
  /** Extensions and media types, as for the attribute of an input. */
  accept?: string;
  multiple?: boolean;
  onChoose: (files: File[]) => void;
};

/** A button that lets one choose files. The same file can be chosen again. */
export function FileButton({ accept, multiple, onChoose, ...button }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onChoose(files);
        }}
      />
    </>
  );
}
