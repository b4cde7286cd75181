/** The name of the product in titles and headers. Mails use APP_NAME of the service. */
export const APP_NAME = 'Sample';

/** How long data counts as fresh before a visit asks for it again, in milliseconds. */
export const STALE_AFTER = 30_000;

/** How long a toast with "Undo" stays, in milliseconds. */
export const UNDO_AFTER = 10_000;
