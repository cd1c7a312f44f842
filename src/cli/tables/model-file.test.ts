import { describe, expect, it } from 'vitest';
import { MODEL } from './made-results.testing.ts';
import { modelText, parseModel } from './model-file.ts';

const text = modelText(MODEL);

describe('a calibration file', () => {
  it('is read as it was written', () => {
    expect(modelText(parseModel(text))).toBe(text);
  });

  it('of another format is refused with what was found, what is read and what to do', () => {
    const older = text.replace(/cellsweep-residency\/\d+/, 'cellsweep-residency/1');
    expect(() => parseModel(older)).toThrow(
      /has the format cellsweep-residency\/1; this version reads cellsweep-residency\/\d+ only\. Next: make it anew with `cellsweep calibrate/,
    );
  });

  it('is never quoted where its format is none of ours', () => {
    for (const other of ['{}', text.replace(/cellsweep-residency\/\d+/, '35209900176148')])
      expect(() => parseModel(other)).toThrow(/^The calibration file has another form .* Next: /);
  });

  it('that was edited is refused with what to do', () => {
    expect(() => parseModel(text.replace(/"intercept":[-\d.]+/, '"intercept":9'))).toThrow(
      /edited or damaged\. Next: /,
    );
    expect(() => parseModel(text.slice(1))).toThrow(/not JSON\. Next: /);
  });
});
