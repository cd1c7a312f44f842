/** Names remembered of the children of one element; all others count as one name. */
const MOST_NAMES = 1000;

interface Children {
  /** Children of this name without a record in them, and what was unread within these. */
  count: number;
  within: number;
}

interface Open {
  readonly name: string;
  readonly children: Map<string, Children>;
  /** Unread within children that hold records. */
  beside: number;
  hasRecords: boolean;
  holdsRecords: boolean;
}

const opened = (name: string): Open => ({
  name,
  children: new Map(),
  beside: 0,
  hasRecords: false,
  holdsRecords: false,
});

/**
 * Elements of an XML delivery that stand where records stand and have another name, so that nobody reads them: children of
 * an element that has records; and, where an element has none, children of one name that come more than once, as records do.
 * What stands there once is a header. What is inside of something unread counts with it.
 */
export class UnreadElements {
  readonly #open: Open[] = [opened('')];

  /** An element that is neither a record nor within one. */
  open(name: string): void {
    this.#open.push(opened(name));
  }

  record(): void {
    const parent = this.#open.at(-1);
    if (parent === undefined || parent.hasRecords) return;
    parent.hasRecords = true;
    for (const element of this.#open) element.holdsRecords = true;
  }

  close(): void {
    const element = this.#open.pop();
    const parent = this.#open.at(-1);
    if (element === undefined || parent === undefined) return;
    const within = unreadIn(element);
    if (element.holdsRecords) {
      parent.beside += within;
      return;
    }
    const name = parent.children.has(element.name) || parent.children.size < MOST_NAMES ? element.name : '';
    const known = parent.children.get(name);
    if (known === undefined) parent.children.set(name, { count: 1, within });
    else {
      known.count++;
      known.within += within;
    }
  }

  /** Of the whole document, once it has been closed. */
  get count(): number {
    return unreadIn(this.#open[0] ?? opened(''));
  }
}

function unreadIn({ children, beside, hasRecords }: Open): number {
  let unread = beside;
  for (const { count, within } of children.values()) unread += hasRecords || count > 1 ? count : within;
  return unread;
}
