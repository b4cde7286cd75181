import { client } from './generated/client.gen.js';

/**
 * Say where the API is and how to get the access token of the moment; only operations
 * that need one are sent it. `baseUrl` has no path: `https://api.example.com`.
 */
export function connect(options: {
  baseUrl: string;
  token: () => string | undefined;
}): void {
  client.setConfig({
    baseURL: options.baseUrl,
    auth: options.token,
    // Of axios' ways to send the one that gives files as Blob in browsers and in Node.
    adapter: 'fetch',
  });
}

// Only the sender knows the boundary of a form; in Node axios calls it something else.
client.instance.interceptors.request.use((request) => {
  if (request.data instanceof FormData) request.headers.setContentType(false);
  return request;
});
