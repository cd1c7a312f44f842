/** One frame as V8 prints it; the message that stands before the frames may have lines of its own. */
const FRAME = /^ {4}at (?:[^(]+ \()?(?:async )?(?:file:\/\/|node:|\/)\S*:\d+:\d+\)?$/;

/** Where an error arose. Its message is cut off first: its lines may look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const said = message === '' ? '' : `: ${message}`;
  const from = stack.indexOf(said);
  // A message that was changed later cannot be told from the frames.
  if (from === -1) return [];
  return stack
    .slice(from + said.length)
    .split('\n')
    .filter((line) => FRAME.test(line));
}

/**
 * What is said of an error that nobody expected: its kind and where it arose. Its message stays out unless it is asked for,
 * since those of engines and parsers quote what they were given.
 */
export function brokenInWords(error: unknown, withMessage: boolean): string {
  if (!(error instanceof Error)) return 'cellsweep: broken program: unknown';
  const kind = /^\w{1,40}$/.test(error.constructor.name) ? error.constructor.name : 'Error';
  const lines = [`cellsweep: broken program: ${kind}`, ...framesOf(error)];
  lines.push(
    withMessage
      ? `${error.message}\n${error.cause instanceof Error ? error.cause.message : ''}`
      : '  (CELLSWEEP_DEBUG=1 shows the message; it may hold data of the case)',
  );
  return lines.join('\n');
}
