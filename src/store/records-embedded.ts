import { mkdirSync } from 'node:fs';
import { drainPending, Session } from 'chdb';
import { CellsweepError } from '../model/errors.ts';
import type { RecordEngine } from './record-engine.ts';

const ARGUMENTS = ['--output_format_json_quote_64bit_integers=1', '--async_load_databases=0'];

/** Strips values from an engine message: only code and name of the fault may reach a log. */
function fault(error: unknown): CellsweepError {
  const text = error instanceof Error ? error.message : '';
  const code = /Code: (\d+)/.exec(text)?.[1] ?? '?';
  const name = /\(([A-Z_]{4,})\)/.exec(text)?.[1] ?? 'unknown';
  return new CellsweepError('STORE_QUERY', `The record store refused a query (engine code ${code}, ${name}).`, {
    cause: error,
  });
}

/** ClickHouse as a library. Queries of one session run one after the other; the engine itself uses all cores. */
export function openEmbedded(directory: string): RecordEngine {
  mkdirSync(directory, { recursive: true });
  let session: Session;
  try {
    session = new Session(directory, { connectionArgs: ARGUMENTS });
  } catch (error) {
    throw new CellsweepError('STORE_OPEN', 'The embedded record store cannot be opened in its directory.', {
      cause: error,
    });
  }
  return {
    async text(sql, parameters) {
      try {
        const result =
          Object.keys(parameters).length === 0
            ? await session.queryAsync(sql, { format: 'JSONEachRow' })
            : await session.queryBindAsync(sql, parameters, { format: 'JSONEachRow' });
        return result.text();
      } catch (error) {
        throw fault(error);
      }
    },
    async *binary(sql, parameters) {
      try {
        const chunks = session.queryStreamBind(sql, parameters, { format: 'Native' })[Symbol.asyncIterator]();
        // The engine makes the next chunk while this one is used.
        let next = chunks.next();
        for (;;) {
          const { done, value } = await next;
          if (done === true) return;
          next = chunks.next();
          // Whoever stops reading must not leave the chunk that is under way unheard.
          next.catch(() => undefined);
          yield value.raw();
        }
      } catch (error) {
        throw fault(error);
      }
    },
    // The embedded engine reads the file itself.
    withLines: (filePath, use) => use(filePath),
    async close() {
      session.close();
      await drainPending();
    },
  };
}
