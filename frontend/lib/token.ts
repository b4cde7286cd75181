import { OpenAPI } from '@/config/api';
import { keys, local } from '@/lib/storage';

const listeners = new Set<() => void>();

/** Return the access token, or undefined if nobody is logged in. */
export function getToken(): string | undefined {
  return local.read(keys.token);
}

/** Keep the access token in this browser and send it with every call. */
export function saveToken(token: string): void {
  local.write(keys.token, token);
  announce();
}

/** Forget the access token, in all tabs. */
export function clearToken(): void {
  local.remove(keys.token);
  announce();
}

/** Call a function whenever a login or a logout happens, here or in another tab. */
export function onTokenChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Keep OpenAPI.TOKEN in step with the storage. app/init.ts calls this once, before the
 * first request.
 */
export function followToken(): void {
  OpenAPI.TOKEN = getToken();
  // The event reaches the other tabs only. A key of null means that all was cleared.
  addEventListener('storage', (event) => {
    if (event.key === keys.token || event.key === null) announce();
  });
}

function announce(): void {
  OpenAPI.TOKEN = getToken();
  listeners.forEach((listener) => listener());
}
