export const home = {
  title: 'Accounts and documents for your team',
  lead: 'Sign-up, login, two-factor, documents and bookings: in your browser, or behind one clean API.',
};
