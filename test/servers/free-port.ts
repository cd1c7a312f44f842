import { createServer } from 'node:net';

/** A port of the loopback interface that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Resolves once `works` does; the last error is thrown when it never did. */
export async function eventually(works: () => Promise<unknown>, timeout_ms = 60_000): Promise<void> {
  const until_ms = performance.now() + timeout_ms;
  for (;;) {
    try {
      await works();
      return;
    } catch (error) {
      if (performance.now() > until_ms) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
