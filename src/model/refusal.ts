/** Something received that cannot be used. Refused things are kept (the original bytes stay) and counted. */
export type RefusalCode =
  | 'AUTHORITY_MISSING'
  | 'AUTHORITY_PERIOD'
  | 'AUTHORITY_IDENTIFIER'
  | 'COLUMN_COUNT'
  | 'TIME_IMPOSSIBLE'
  | 'IMEI_SCIENTIFIC'
  | 'IMEI_FORM'
  | 'IMSI_FORM'
  | 'NUMBER_FORM'
  | 'VALUE_UNKNOWN'
  | 'FILE_UNREADABLE'
  | 'LAYOUT_UNKNOWN'
  | 'XML_MALFORMED'
  | 'RECORD_INCOMPLETE'
  | 'BED_UNKNOWN'
  | 'BED_CONTRADICTORY'
  | 'REFERENCE_CONTRADICTORY'
  | 'ROW_FUTURE'
  | 'COORDINATE_IMPOSSIBLE'
  | 'INTERVAL_EMPTY'
  | 'FIELD_FORM';

export interface Refusal {
  /** Path in the case folder, as it stands there (`.gz` included). */
  readonly file: string;
  /** `line 12` (header included, first line is 1), `record 7` (XML) or `` for the whole file. */
  readonly place: string;
  readonly code: RefusalCode;
  readonly expected: string;
  /** Masked: never a whole identifier or name. */
  readonly found: string;
}

/** Accepted, but unusual; counted for each file, with what it costs. */
export type RemarkCode =
  | 'CHECK_DIGIT_WRONG'
  | 'SPARE_ZERO'
  | 'IMEISV'
  | 'FILLER_IMEI'
  | 'HOUR_TWICE'
  | 'CELL_MISSING'
  | 'CELL_UNKNOWN'
  | 'COORDINATES_SWAPPED'
  | 'INTERVAL_OVERLAP'
  | 'INTERVAL_EMPTY'
  | 'IMEI_MISSING'
  | 'IMEI_UNREADABLE'
  | 'NUMBER_UNREADABLE'
  | 'NUMBER_PROTECTED'
  | 'TIME_UNREADABLE'
  | 'DURATION_UNREADABLE'
  | 'QUANTITY_INFERRED'
  | 'ROOM_UNKNOWN'
  | 'ROW_REPEATED';
