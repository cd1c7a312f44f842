import type { OperatorName } from './names.ts';

/** SHEET.txt: what an operator says about its own files. */
export function explanationSheet(operator: OperatorName): string {
  return TEXT[operator.layout].replaceAll('NAME', operator.name);
}

const TEXT: Readonly<Record<OperatorName['layout'], string>> = {
  'leg-csv': `NAME - guide to disclosed records

UTF-8, commas, column names in line 1. Every time is UTC in ISO 8601. A row is one leg, charged to one customer of ours; where both
ends are our customers there are two rows with one call_ref.

call_ref       hexadecimal reference of the communication
start_utc      its start
duration_s     seconds of talk; 0 for messages and calls not taken
service        VOICE, SMS, DATA
direction      MO from our customer, MT to our customer, empty for DATA
served_msisdn  number of our customer, with plus and country code
served_imsi    15 digits
served_imei    14 digits and a spare 0; no check digit is sent by handsets
other_party    the other number, with plus; empty for DATA
cgi            cell at the start, hexadecimal: MCC-MNC-LAC-CI (2G) or MCC-MNC-ECI (4G, 7 digits)
rat            2G or 4G

The cell at the end is not kept. antennas.csv: one row for each cell and period of validity, [from, until); azimuth = middle of the
sector, degrees clockwise from north, empty when omnidirectional. cells_* answer requests by cell, handsets_* by IMEI; they overlap.
`,
  'national-semicolon': `NAME
LECTURE DES FICHIERS

Fichiers .csv en ISO-8859-1 (la présente notice est en UTF-8), séparateur point-virgule, virgule décimale.
Communications : ligne 1 = titre, ligne 2 = noms de colonnes. Dates et heures LÉGALES (Europe/Paris), jj/mm/aaaa hh:mm:ss ; la nuit du passage
à l'heure d'hiver, une heure figure deux fois et n'est pas distinguée.

N° client       numéro de l'abonné, forme nationale
Correspondant   l'autre numéro, forme nationale ; vide pour une session de données
Type            VS/VE voix sortante/entrante, SS/SE SMS sortant/entrant, DA données
Durée (s)       0 = sans réponse ou SMS
Volume (Mo)     données seulement
N° IMEI         16 chiffres : 14 + 2 de version logicielle (IMEISV)
Clé antenne     clé vers antennes.csv ; plusieurs lignes par clé possibles (déplacement, renumérotation) : prendre celle valable à la date

Azimut : degrés, sens horaire depuis le nord, vide si omnidirectionnelle. Une ligne par abonné et par communication. Les fichiers cells_* et
handsets_* se recouvrent.
`,
  'first-last-tab': `NAME: key to call detail records

Tab separated. Date month/day/year, time UTC, always.

Duration (s)       seconds
Call Type          moc / mtc voice, mSOriginatingSMSinMSC / mSTerminatingSMSinMSC text message, gprs data session (no other number)
Subscriber Number  our subscriber with country code, no plus
IMEI               14 digits, no check digit
1st ..., Last ...  cell at the start and at the end; decimal. LTE: first field TAC, Cell ID = whole E-UTRAN cell identity. Azimuth blank = omnidirectional.

A row is one subscriber's side. cells_* were selected by the 1st cell. cell_sites.txt: sites with dates in service (UTC).
`,
  'etsi-xml': `NAME - retained data, notes

XML after ETSI TS 102 657 (RetainedData). A ResponseRecord is one communication. Calls and messages: one TelephonyPartyInformation for each
party; IMSI, IMEI, time and detailedLocation only for parties that are our customers and part of the request. If both are, one record holds both
legs, else each leg may come in a record of its own. Data sessions: nationalTelephonyServiceUsage/internetAccess; older gateways put time and
cell into partyInformation and only identities into internetAccess.
Times local with the offset in force (YYYYMMDDhhmmss+hhmm). iMEI 15 digits with check digit. Numbers: country code, no plus. cellID hexadecimal:
MCC-MNC-LAC-CI (GSM), MCC-MNC-ECI (LTE). Azimuth clockwise from north, absent when omnidirectional. cells.csv: all cells with validity.
`,
};
