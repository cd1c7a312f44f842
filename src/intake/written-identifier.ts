/**
 * How people and programs print identifiers: `97-450072-755344-9`, `208 71 2469778212`, `35.209900.176148.1`. The signs
 * between the groups are taken out before the form is judged, by the reader (parse-rows.sql) and by drafts alike.
 */
export const SEPARATORS = ' ./-';

/**
 * Groups of digits as they are printed, blanks around them. No group of an IMEI has more than 8 digits, none of an IMSI
 * more than 10, so that a decimal number (`352099001761481.0`: a spreadsheet's, whose leading zeros are lost) is no
 * identifier. The # before the text lets the engine pass over the rows that need none of this.
 */
const groups = (most: number): string =>
  `^# *(?:[0-9]{6,16}|[0-9]{2,${most}}(?:[ ./-]{1,3}[0-9]{2,${most}}){0,7}[ ./-]{1,3}[0-9]{1,${most}}) *$`;
export const IMEI_GROUPS = groups(8);
export const IMSI_GROUPS = groups(10);

const plain =
  (pattern: RegExp) =>
  (text: string): string => {
    const digits = text.replace(/[ ./-]/g, '');
    return digits.length !== text.length && pattern.test(`#${text}`) ? digits : text;
  };

/** The digits of an IMEI or IMSI that is written in groups; any other text as it stands. */
export const plainImei = plain(new RegExp(IMEI_GROUPS));
export const plainImsi = plain(new RegExp(IMSI_GROUPS));
