/** How sure the reading of one field of a layout is, and why. */
export interface FieldReading {
  readonly field: string;
  readonly columns: readonly string[];
  /** strong = the content proves it, or content and name agree; weak = a guess that a person must confirm. */
  readonly strength: 'strong' | 'weak' | 'none';
  readonly why: string;
}

/** Gathers what was read and what a person must answer. */
export interface Notebook {
  readonly fields: FieldReading[];
  readonly questions: string[];
}

export const percent = (share: number): string => `${Math.floor(share * 100)} %`;
