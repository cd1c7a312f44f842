import { clockText, dateParts, offset_s } from '../clock.ts';
import { DATA, SMS } from '../legs.ts';
import { luhn } from '../numbering.ts';
import { imeiText } from './row.ts';
import type { CellText, Fault, Row } from './row.ts';

/** Lines before the first record. */
export const XML_HEAD_LINES = 4;

/** Head of a RetainedDataMessage of ETSI TS 102 657. */
export function xmlHead(operator: string, deliveredAt: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<RetainedDataMessage xmlns="http://uri.etsi.org/02657/v1.28.1#/RetainedData">
<retainedDataHeader><requestID><countryCode>FR</countryCode><authorisedOrganisationID>JIRS-07</authorisedOrganisationID><requestNumber>2025-0611</requestNumber></requestID><cSPID>${operator}</cSPID><timeStamp>${etsiTime(deliveredAt)}</timeStamp></retainedDataHeader>
<retainedDataPayload><retainedDataResponse><responseStatus>responseComplete</responseStatus><responsePayload>`;
}

export const XML_TAIL = `</responsePayload></retainedDataResponse></retainedDataPayload>
</RetainedDataMessage>`;

/** YYYYMMDDhhmmss and offset. */
export function etsiTime(t: number): string {
  const offset = offset_s(t);
  const day = Math.floor((t + offset) / 86_400);
  return `${dateParts(day).join('')}${clockText(t + offset - day * 86_400, '')}+0${offset / 3600}00`;
}

/** One ResponseRecord: a data session, one leg of a call, or both legs where both customers were asked for. */
export function xmlRecord(n: number, row: Row, both: Row | undefined, fault: Fault | undefined): string {
  const usage = row.service === DATA ? dataUsage(row, fault) : callUsage(row, both, fault);
  return `<ResponseRecord><recordNumber>${n}</recordNumber><recordPayload><telephonyRecord><telephonyServiceUsage>${usage}</telephonyServiceUsage></telephonyRecord></recordPayload></ResponseRecord>`;
}

function callUsage(row: Row, both: Row | undefined, fault: Fault | undefined): string {
  const own = party(
    row.number,
    `<iMSI>${row.imsi}</iMSI><iMEI>${imei(row, fault)}</iMEI>${times(row, fault)}${located('detailedLocation', row.cell, fault)}`,
  );
  const other = both
    ? party(
        both.number,
        `<iMSI>${both.imsi}</iMSI><iMEI>${imei(both, undefined)}</iMEI>${times(both, undefined)}${located('detailedLocation', both.cell, undefined)}`,
      )
    : party(row.other, '');
  const [calling, called] = row.direction === 0 ? [own, other] : [other, own];
  const kind = row.service === SMS ? 'shortMessage' : 'telephony';
  const role = (name: string, inner: string): string =>
    `<TelephonyPartyInformation><partyRole>${name}</partyRole>${inner}</TelephonyPartyInformation>`;
  return `<partyInformation>${role('originating-Party', calling)}${role('terminating-Party', called)}</partyInformation><serviceType>${kind}</serviceType>`;
}

function party(number: string, rest: string): string {
  return `<partyNumber>${number}</partyNumber>${rest}`;
}

/** Older gateways (a third of the sessions) put time and cell into partyInformation. */
function dataUsage(row: Row, fault: Fault | undefined): string {
  const device = `<naDeviceId><iMEI>${imei(row, fault)}</iMEI></naDeviceId>`;
  const gprs = `<gprsInformation><iMSI>${row.imsi}</iMSI><mSISDN>${row.number}</mSISDN><aPN>internet</aPN></gprsInformation>`;
  if (row.communication % 3 === 0) {
    return `<partyInformation><TelephonyPartyInformation><partyRole>data-Party</partyRole>${times(row, fault)}${located('detailedLocation', row.cell, fault)}</TelephonyPartyInformation></partyInformation><nationalTelephonyServiceUsage><internetAccess>${device}${gprs}</internetAccess></nationalTelephonyServiceUsage>`;
  }
  return `<nationalTelephonyServiceUsage><internetAccess>${device}${interval('interval', row, fault)}${gprs}${located('location', row.cell, fault)}</internetAccess></nationalTelephonyServiceUsage>`;
}

function imei(row: Row, fault: Fault | undefined): string {
  const check = luhn(row.imei14);
  return imeiText(`${row.imei14}${fault === 'CHECK_DIGIT' ? (check + 3) % 10 : check}`, fault);
}

function times(row: Row, fault: Fault | undefined): string {
  return interval('communicationTime', row, fault);
}

function interval(name: string, row: Row, fault: Fault | undefined): string {
  // An XML record has no columns; what corresponds is one without its start.
  const start =
    fault === 'COLUMNS' ? '' : `<startTime>${fault === 'DATE' ? '20250231256100+0100' : etsiTime(row.t)}</startTime>`;
  return `<${name}>${start}<durationTime>${row.duration_s}</durationTime></${name}>`;
}

function located(name: string, c: CellText, fault: Fault | undefined): string {
  if (fault === 'NO_CELL') return '';
  if (fault === 'UNKNOWN_CELL')
    return `<${name}><cellInformation><cellID>001-99-dead-beef</cellID></cellInformation></${name}>`;
  const degrees = (text: string, plus: string, minus: string): string =>
    text.startsWith('-') ? minus + text.slice(1) : plus + text;
  const azimuth = c.azimuth === '' ? '' : `<azimuth>${c.azimuth}</azimuth>`;
  return `<${name}><cellInformation><cellID>${c.id}</cellID><gsmLocation><geoCoordinatesDec><latitudeDec>${degrees(c.latitude, 'N', 'S')}</latitudeDec><longitudeDec>${degrees(c.longitude, 'E', 'W')}</longitudeDec><mapDatum>wGS84</mapDatum>${azimuth}</geoCoordinatesDec></gsmLocation></cellInformation></${name}>`;
}
