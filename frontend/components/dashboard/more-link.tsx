import Link from 'next/link';

/** Leads from a few items to all of them. */
export function MoreLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="flex min-h-6 items-center text-small text-link underline underline-offset-4 hover:no-underline"
    >
      {children}
    </Link>
  );
}
