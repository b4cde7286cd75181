import { client } from './generated/client.gen.js';

/**
 * Set the address of the API and the function that returns the current access token. The
 * token is sent only with operations that need one. `baseUrl` has no path:
 * `https://api.example.com`.
 */
export function connect(options: {
  baseUrl: string;
  token: () => string | undefined;
}): void {
  client.setConfig({
    baseURL: options.baseUrl,
    auth: options.token,
    // The adapter of axios that returns files as Blob in browsers and in Node.
    adapter: 'fetch',
  });
}

// fetch must set the content type of a form, because it chooses the boundary. In Node,
// axios would set another content type.
client.instance.interceptors.request.use((request) => {
  if (request.data instanceof FormData) request.headers.setContentType(false);
  return request;
});
