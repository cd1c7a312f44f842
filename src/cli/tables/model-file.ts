import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../../custody/index.ts';
import { MODEL_FORMAT, type ResidencyModel } from '../../detect/index.ts';
import { CellsweepError } from '../../model/errors.ts';

const wrapper = z.strictObject({
  sha256: z.string(),
  model: z.looseObject({ format: z.literal(MODEL_FORMAT) }),
});

const digest = (model: unknown): string => createHash('sha256').update(canonicalJson(model)).digest('hex');

/** The text of a calibration file: the model and the digest of its canonical form. */
export const modelText = (model: ResidencyModel): string => `${canonicalJson({ sha256: digest(model), model })}\n`;

export function writeModel(file: string, model: ResidencyModel): void {
  writeFileSync(file, modelText(model));
}

/** A model that was changed after it was written is refused: figures would rest on something nobody measured. */
export function readModel(file: string): ResidencyModel {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CellsweepError('MODEL_INVALID', 'The calibration file is not there or cannot be read.', { cause: error });
  }
  return parseModel(text);
}

export function parseModel(text: string): ResidencyModel {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new CellsweepError('MODEL_INVALID', 'The calibration file is not JSON.', { cause: error });
  }
  const result = wrapper.safeParse(parsed);
  if (!result.success)
    throw new CellsweepError(
      'MODEL_INVALID',
      'The calibration file has another form than `cellsweep calibrate` writes.',
    );
  if (digest(result.data.model) !== result.data.sha256)
    throw new CellsweepError('MODEL_INVALID', 'The digest of the calibration file does not match its content.');
  return result.data.model as unknown as ResidencyModel;
}
