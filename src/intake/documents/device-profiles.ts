import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { DeviceProfile } from '../../model/case.ts';
import { readJsonItems, structureProblem } from './read-json.ts';
import type { JsonResult } from './read-json.ts';

const profile = z.object({
  tac: z.array(z.string().regex(/^\d{8}$/)).min(1),
  model: z.string().min(1),
  class: z.enum(['mini-phone', 'feature-phone', 'smartphone', 'module']),
  sims: z.number().int().min(1).max(4).default(1),
  bands: z.array(z.string()).default([]),
});

/** device-profiles.json: what is known of handset models. */
export function readDeviceProfiles(file: {
  readonly path: string;
  readonly bytes: Readable;
}): Promise<JsonResult<DeviceProfile>> {
  return readJsonItems<DeviceProfile>(
    file,
    (document) => z.array(z.unknown()).safeParse(document).data,
    'a JSON list of device profiles',
    (item) => {
      const parsed = profile.safeParse(item);
      if (!parsed.success) return { problem: structureProblem(parsed.error.issues[0]?.path ?? [], 'a device profile') };
      const { tac, model, class: deviceClass, sims, bands } = parsed.data;
      return { row: { tacs: tac, model, class: deviceClass, sims, bands } };
    },
  );
}
