import {
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
  type LucideIcon,
  Presentation,
} from 'lucide-react';

import { type Kind, kindOf } from '@/lib/media-types';

const ICONS: Record<Kind, LucideIcon> = {
  pdf: FileText,
  image: FileImage,
  word: FileText,
  sheet: FileSpreadsheet,
  slides: Presentation,
  text: FileText,
  archive: FileArchive,
  audio: FileMusic,
  video: FileVideoCamera,
  other: File,
};

/** A picture of the kind of a file. The kind is said in words beside it. */
export function KindIcon({ mediaType, className }: { mediaType: string; className?: string }) {
  const Icon = ICONS[kindOf(mediaType)];
  return <Icon aria-hidden className={className} />;
}
