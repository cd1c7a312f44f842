/** Invented names. No place, person, firm or network here exists under this name to our knowledge. */
export const TOWNS = [
  'Brévelin',
  'Mornace',
  'Tessandre',
  'Quervigny',
  'Oustrelle',
  'Valdorge',
  'Semprey',
  'Larcoze',
] as const;
export const FIRST_NAMES =
  'Anouk Basile Célio Dorine Elio Flavie Gaspar Hélia Ivan Jorane Kélian Lison Maël Nadège Orso Prune Quentin Rosa Solal Tiphaine'.split(
    ' ',
  );
export const LAST_NAMES =
  'Abrelin Bostrey Cadoriel Dervanche Estrivel Faugerac Grélimont Hourvade Istrelin Jauvert Kermodet Lansquier Morvigne Nestorel Orfeuvre Plantedieu Querolle Rastignet Sauverac Trébuchon'.split(
    ' ',
  );
export const STREETS = [
  'rue des Tanneurs',
  'allée du Phare',
  'impasse Belle',
  'avenue des Saules',
  'place aux Grains',
  'quai Bleu',
];
export const RELATIONS = [
  'mother',
  'father',
  'partner',
  'brother',
  'sister',
  'cousin',
  'uncle',
  'friend',
  'child',
  'lawyer',
];
export const HIDING_PLACES = [
  'wash basin',
  'mattress',
  'radio',
  'window bars',
  'food box',
  'body',
  'fan',
  'light fitting',
];

/** One operator: folder name, printed name, layout and network code (MCC 001 is the test network code of ITU-T E.212). */
export interface OperatorName {
  readonly folder: string;
  readonly name: string;
  readonly layout: 'leg-csv' | 'national-semicolon' | 'first-last-tab' | 'etsi-xml';
  readonly plmn: string;
  /** Share of subscribers. */
  readonly share: number;
}
export const OPERATORS: readonly OperatorName[] = [
  { folder: 'arcavel', name: 'Arcavel', layout: 'leg-csv', plmn: '001-01', share: 0.3 },
  { folder: 'brumatel', name: 'Brumatel', layout: 'national-semicolon', plmn: '001-02', share: 0.29 },
  { folder: 'cordiane', name: 'Cordiane', layout: 'first-last-tab', plmn: '001-03', share: 0.25 },
  { folder: 'delphone', name: 'Delphone', layout: 'etsi-xml', plmn: '001-04', share: 0.16 },
];

/** Lower-case ASCII of a name, for mail addresses. */
export function asciiName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
