import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';

/** Country code (ITU-T E.164) of an ISO 3166-1 alpha-2 country; empty where none is known. */
export const callingCodeOf = (country: string): string =>
  isSupportedCountry(country) ? getCountryCallingCode(country) : '';
