'use client';

import { type ReactNode, useEffect, useRef } from 'react';

import { APP_NAME } from '@/config/app';

/**
 * The heading of a page. It names the window too, and takes the focus after a navigation
 * inside the app, so that a screen reader says where one is.
 */
export function PageHeading(props: { title: string; text?: ReactNode; action?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · ${APP_NAME}`;
  }, [props.title]);
  useEffect(() => {
    // Not after a load of the page, and not if a field of the page has the focus already. A link
    // that led here from the navigation of an area is no such field.
    const isNavigation = document.documentElement.dataset.hydrated !== undefined;
    const { activeElement: active } = document;
    const isHere = heading.current?.closest('main')?.contains(active) && !active?.closest('nav');
    if (isNavigation && !isHere) heading.current?.focus();
  }, []);
  return (
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="min-w-0">
        <h1
          ref={heading}
          tabIndex={-1}
          className="break-words text-title font-semibold sm:text-display"
        >
          {props.title}
        </h1>
        {props.text && <p className="mt-1 break-words text-muted">{props.text}</p>}
      </div>
      {props.action}
    </div>
  );
}
