import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../../custody/index.ts';
import { MODEL_FORMAT, type ResidencyModel } from '../../detect/index.ts';
import { CellsweepError } from '../../model/errors.ts';

const NEXT = 'Next: make it anew with `cellsweep calibrate CASE --out MODEL`.';

/** The format that a file names, where it names one of ours: nothing else of the file goes into a message. */
const ofAnyFormat = z.object({ model: z.object({ format: z.string().regex(/^cellsweep-residency\/\d{1,4}$/) }) });

const wrapper = z.strictObject({
  sha256: z.string(),
  model: z.looseObject({ format: z.literal(MODEL_FORMAT) }),
});

const digest = (model: unknown): string => createHash('sha256').update(canonicalJson(model)).digest('hex');

/** The text of a calibration file: the model and the digest of its canonical form. */
export const modelText = (model: ResidencyModel): string => `${canonicalJson({ sha256: digest(model), model })}\n`;

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
    throw new CellsweepError('MODEL_INVALID', `The calibration file is not JSON. ${NEXT}`, { cause: error });
  }
  const result = wrapper.safeParse(parsed);
  if (!result.success) {
    const format = ofAnyFormat.safeParse(parsed).data?.model.format;
    throw new CellsweepError(
      'MODEL_INVALID',
      format === undefined || format === MODEL_FORMAT
        ? `The calibration file has another form than \`cellsweep calibrate\` writes. ${NEXT}`
        : `The calibration file has the format ${format}; this version reads ${MODEL_FORMAT} only. ${NEXT}`,
    );
  }
  if (digest(result.data.model) !== result.data.sha256)
    throw new CellsweepError(
      'MODEL_INVALID',
      `The digest of the calibration file does not match its content: it was edited or damaged. ${NEXT}`,
    );
  return result.data.model as unknown as ResidencyModel;
}
