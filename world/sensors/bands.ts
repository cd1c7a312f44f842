/** Bands that the pretend sensors listen to. */
export type Band = 'GSM900' | 'GSM1800' | 'LTE800' | 'LTE1800';

interface BandFacts {
  readonly frequency_mhz: number;
  /** Greatest power of a handset: TS 45.005 (power class 4 of GSM 900, class 1 of DCS 1800), TS 36.101 (class 3). */
  readonly power_dbm: number;
  /** Carriers so far apart fade independently. */
  readonly draw: number;
}

export const BANDS: Readonly<Record<Band, BandFacts>> = {
  GSM900: { frequency_mhz: 900, power_dbm: 33, draw: 0 },
  GSM1800: { frequency_mhz: 1750, power_dbm: 30, draw: 1 },
  LTE800: { frequency_mhz: 847, power_dbm: 23, draw: 2 },
  LTE1800: { frequency_mhz: 1760, power_dbm: 23, draw: 3 },
};

/** Free space, one metre. */
export const lossAtOneMetre_db = (band: Band): number => 20 * Math.log10(BANDS[band].frequency_mhz) - 27.55;
