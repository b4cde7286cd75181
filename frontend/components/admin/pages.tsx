'use client';

import dynamic from 'next/dynamic';

import { Pending } from '@/components/admin/pending';

// Each page is loaded for administrators only, and by itself. Next wants literals.
export const Overview = dynamic(
  () => import('./overview/overview').then((module) => module.Overview),
  { ssr: false, loading: Pending },
);
export const Users = dynamic(() => import('./users/users').then((module) => module.Users), {
  ssr: false,
  loading: Pending,
});
export const User = dynamic(() => import('./user/user').then((module) => module.User), {
  ssr: false,
  loading: Pending,
});
export const Bookings = dynamic(
  () => import('./bookings/bookings').then((module) => module.Bookings),
  { ssr: false, loading: Pending },
);
export const Booking = dynamic(() => import('./booking/booking').then((module) => module.Booking), {
  ssr: false,
  loading: Pending,
});
export const Availability = dynamic(
  () => import('./availability/availability').then((module) => module.Availability),
  { ssr: false, loading: Pending },
);
export const Outbox = dynamic(() => import('./outbox/outbox').then((module) => module.Outbox), {
  ssr: false,
  loading: Pending,
});
export const Log = dynamic(() => import('./log/log').then((module) => module.Log), {
  ssr: false,
  loading: Pending,
});
export const Service = dynamic(() => import('./service/service').then((module) => module.Service), {
  ssr: false,
  loading: Pending,
});
export const Invitations = dynamic(
  () => import('./invitations/invitations').then((module) => module.Invitations),
  { ssr: false, loading: Pending },
);
