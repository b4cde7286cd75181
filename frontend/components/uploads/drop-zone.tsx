'use client';

import { Upload } from 'lucide-react';
import { useEffect, useState } from 'react';

import { useTexts } from '@/hooks/use-texts';
import { useUploadFiles } from '@/hooks/use-upload-files';
import { uploads } from '@/lib/i18n/en/uploads';
import { droppedFiles, hasFiles, pastedFiles } from '@/lib/uploads/dropped';

/** Takes files that are dropped anywhere, and pictures that are pasted. */
export function DropZone() {
  const t = useTexts(uploads);
  const upload = useUploadFiles();
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    // Each element on the way is entered and left: zero means that the window was left.
    let inside = 0;
    function handle(event: DragEvent) {
      if (!hasFiles(event.dataTransfer)) return;
      // Without this, the browser would open the file.
      event.preventDefault();
      if (event.type === 'dragenter') inside += 1;
      if (event.type === 'dragleave') inside -= 1;
      if (event.type === 'drop') {
        inside = 0;
        void droppedFiles(event.dataTransfer).then(upload);
      }
      setOver(inside > 0);
    }
    function handlePaste(event: ClipboardEvent) {
      const isText = event.clipboardData?.types.includes('text/plain');
      if (event.defaultPrevented || isText) return;
      void upload(pastedFiles(event.clipboardData, new Date()));
    }
    const kinds = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;
    kinds.forEach((kind) => addEventListener(kind, handle));
    addEventListener('paste', handlePaste);
    return () => {
      kinds.forEach((kind) => removeEventListener(kind, handle));
      removeEventListener('paste', handlePaste);
    };
  }, [upload]);

  if (!isOver) return null;
  return (
    <div aria-hidden className="fixed inset-0 z-50 bg-bg/80 p-4">
      <div className="flex size-full flex-col items-center justify-center gap-4 rounded-card border-2 border-dashed border-primary bg-selected/80">
        <Upload className="size-8 text-link" />
        <p className="text-heading font-semibold">{t.drop}</p>
      </div>
    </div>
  );
}
