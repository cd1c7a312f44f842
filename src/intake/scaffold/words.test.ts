import { describe, expect, it } from 'vitest';
import { meaningOf, plainWords, zoneStated } from './words.ts';

describe('words of operators', () => {
  it.each([
    ['mSOriginatingSMSinMSC', 'sms', 'MO'],
    ['mSTerminatingSMSinMSC', 'sms', 'MT'],
    ['moc', 'voice', 'MO'],
    ['SMS entrant', 'sms', 'MT'],
    ['Voix sortante', 'voice', 'MO'],
    ['SMO', 'sms', 'MO'],
    ['SMT', 'sms', 'MT'],
    ['A2P_SMSIN', 'sms', 'MT'],
    ['gprs', 'data', 'none'],
    ['ausgehend', undefined, 'MO'],
    ['OUT', undefined, 'MO'],
    ['a_in', undefined, 'MT'],
    ['LTE', undefined, undefined],
    ['Anruf gehend', 'voice', 'MO'],
    ['Anruf kommend nicht angenommen', 'voice', 'MT'],
    ['nicht gehend', undefined, undefined],
  ])('%s means %s %s', (text, service, direction) => {
    expect(meaningOf(text)).toEqual({
      ...(service === undefined ? {} : { service }),
      ...(direction === undefined ? {} : { direction }),
    });
  });

  it('knows what states a zone, and that two contrary statements state none', () => {
    expect(zoneStated('Time is UTC.')).toBe('utc');
    expect(zoneStated('heure légale française')).toBe('local');
    expect(zoneStated('UTC for data, local time for calls')).toBeUndefined();
    expect(zoneStated('Start')).toBeUndefined();
    expect(zoneStated('times are not in UTC')).toBeUndefined();
    expect(zoneStated('Column offset: difference from UTC in minutes')).toBeUndefined();
  });

  it('reads a shift from UTC as a shift, not as UTC', () => {
    expect(zoneStated('All times UTC+1')).toBe('Etc/GMT-1');
    expect(zoneStated('GMT -03:00')).toBe('Etc/GMT+3');
    expect(zoneStated('UTC+00:00')).toBe('utc');
    expect(zoneStated('Ortszeit (UTC+1, im Sommer UTC+2)')).toBe('local');
    expect(zoneStated('UTC+1, summer UTC+2')).toBeUndefined();
    expect(zoneStated('UTC+05:30')).toBeUndefined();
  });

  it('compares names without accents, case and signs', () => {
    expect(plainWords('N° Abonné_MSISDN (E.164)')).toBe('n abonne msisdn e 164');
  });
});
