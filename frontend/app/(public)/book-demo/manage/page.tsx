import type { Metadata } from 'next';

import { ManageBooking } from '@/components/book-demo/manage-booking';

export const metadata: Metadata = { title: 'Your demo' };

export default function ManageBookingPage() {
  return <ManageBooking />;
}
