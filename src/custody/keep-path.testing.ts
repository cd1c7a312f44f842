import { openRegular } from './regular-file.ts';
import type { Custody } from './custody.ts';
import type { KeptFile, Originals } from './originals.ts';

/** For tests: receives a file by its path, opening and closing it. */
export async function receivePath(
  custody: Custody,
  name: string,
  file: string,
  options?: { readonly acts?: readonly string[] },
): Promise<KeptFile> {
  const source = await openRegular(file);
  return custody.receiveFile(name, source, options).finally(() => source.close());
}

/** The same for the store of originals alone. */
export async function putPath(originals: Originals, file: string): Promise<KeptFile> {
  const source = await openRegular(file);
  return originals.put(source).finally(() => source.close());
}
