import { APP_NAME } from '@/config/app';

/** The sign and the name of the product. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold">
      <svg viewBox="0 0 24 24" aria-hidden className="size-6 text-primary">
        <rect width="24" height="24" rx="6" fill="currentColor" />
        <path
          d="M8 15.5c1 .9 2.4 1.4 4 1.4 2.4 0 4-1.1 4-2.8 0-3.9-7.6-1.7-7.6-4.9 0-1.5 1.4-2.5 3.5-2.5 1.4 0 2.6.4 3.5 1.1"
          fill="none"
          strokeWidth="2"
          strokeLinecap="round"
          className="stroke-on-primary"
        />
      </svg>
      {APP_NAME}
    </span>
  );
}
