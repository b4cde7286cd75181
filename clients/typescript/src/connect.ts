import { client } from './generated/client.gen.js';
import { Refusal } from './failure.js';

/**
 * Set the address of the API and the function that returns the current access token. The
 * token is sent only with operations that need one. `baseUrl` has no path:
 * `https://api.example.com`; empty, it is the origin of the page.
 */
export function connect(options: {
  baseUrl: string;
  token: () => string | undefined;
}): void {
  client.setConfig({ baseUrl: options.baseUrl, auth: options.token });
}

// A reply with this header is a file. A document can be of any type, JSON too, and must
// arrive as its bytes.
client.interceptors.response.use((response, _request, options) => {
  if (response.headers.has('content-disposition')) options.parseAs = 'blob';
  return response;
});

// Without this, only the body of an error would be thrown, without its status and headers.
client.interceptors.error.use(
  (thrown, response: Response | undefined, request: Request | undefined) => {
    if (!response || response.ok) return thrown;
    const sent = request?.headers.get('Authorization')?.replace(/^Bearer /, '');
    return new Refusal(response, thrown, sent);
  },
);
