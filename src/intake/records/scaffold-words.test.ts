import { describe, expect, it } from 'vitest';
import { glossOf, meaningOf, plainWords, sheetOf, zoneStated } from './scaffold-words.ts';

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
  ])('%s means %s %s', (text, service, direction) => {
    expect(meaningOf(text)).toEqual({
      ...(service === undefined ? {} : { service }),
      ...(direction === undefined ? {} : { direction }),
    });
  });

  it('reads a code in the part of the sheet that speaks of its column', () => {
    const sheet = 'Kind   1 = voice call, 2 = text message\nWay  1 = outgoing; 2 = incoming\n';
    const header = ['Kind', 'Way'];
    expect(meaningOf(glossOf(sheetOf(sheet, header, 'Way'), '2', ['1', '2']) ?? '')).toEqual({ direction: 'MT' });
    expect(meaningOf(glossOf(sheetOf(sheet, header, 'Kind'), '2', ['1', '2']) ?? '')).toEqual({ service: 'sms' });
    expect(glossOf('page 2 of 7', '2', ['1', '2'])).toBeUndefined();
  });

  it('knows what states a zone, and that two contrary statements state none', () => {
    expect(zoneStated('Time is UTC.')).toBe('utc');
    expect(zoneStated('heure légale française')).toBe('local');
    expect(zoneStated('UTC for data, local time for calls')).toBeUndefined();
    expect(zoneStated('Start')).toBeUndefined();
  });

  it('compares names without accents, case and signs', () => {
    expect(plainWords('N° Abonné_MSISDN (E.164)')).toBe('n abonne msisdn e 164');
  });
});
