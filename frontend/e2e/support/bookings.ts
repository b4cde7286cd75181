import { api, newEmail, newIp } from './account';

export type Booked = {
  id: string;
  start: string;
  manage_token: string;
  email: string;
  name: string;
};

/** Return the starts of the free times from 12 to 18 days ahead. */
export async function freeTimes(): Promise<string[]> {
  const day = (ahead: number) =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `date_from=${day(12)}&date_to=${day(18)}&timezone=UTC`;
  const path = `book-demo/slots?${query}`;
  const { items } = await api<{ items: { start: string }[] }>({ ip: newIp() }, 'GET', path);
  return items.map(({ start }) => start);
}

/** Book a time, or any free one, as a visitor whose name nobody else has. */
export async function bookDemo(start?: string): Promise<Booked> {
  const email = newEmail();
  const name = `Ada ${email.slice(4, 16)}`;
  const booked = (time: string | undefined) =>
    api<Booked>({ ip: newIp() }, 'POST', 'book-demo/book', {
      name,
      email,
      start: time,
      company: 'Analytical Engines',
      timezone: 'Asia/Kolkata',
      message: 'Two of us\nwill join.',
    });
  if (start) return { ...(await booked(start)), email, name };
  for (;;) {
    const free = await freeTimes();
    try {
      const booking = await booked(free[Math.floor(Math.random() * free.length)]);
      return { ...booking, email, name };
    } catch (error) {
      // Another test was faster.
      if (!String(error).includes('slot_taken')) throw error;
    }
  }
}
