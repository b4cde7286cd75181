import { connect } from '@/app/client';

/**
 * The address of the API and the token that goes with each call. `lib/token.ts` sets TOKEN.
 * BASE is empty where the service itself serves the app: same origin, no CORS.
 */
export const OpenAPI: { BASE: string; TOKEN: string | undefined } = {
  BASE: process.env.NEXT_PUBLIC_API_URL ?? '',
  TOKEN: undefined,
};

connect({ baseUrl: OpenAPI.BASE, token: () => OpenAPI.TOKEN });

/** Return the absolute URL of a path that the API answered with, such as a download link. */
export function apiUrl(path: string): string {
  return new URL(path, OpenAPI.BASE || location.origin).href;
}
