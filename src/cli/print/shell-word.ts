/** Letters and signs that no shell takes for anything but themselves. */
const PLAIN = /^[\p{L}\p{M}\p{N}_./@%+=:,-]+$/u;

/** A path as it stands in a command that is printed: what is pasted into a shell must stay one word. */
export const shellWord = (path: string): string =>
  PLAIN.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
