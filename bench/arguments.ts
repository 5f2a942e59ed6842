import { parseArgs } from 'node:util';

/** What a run is asked to do. */
export interface Request {
  /** In the order of the report; all of them where none was named. */
  readonly names: readonly string[];
  readonly isQuick: boolean;
  /** File for the results. */
  readonly json?: string;
  /** Folder whose `node_modules` holds peers. */
  readonly peers?: string;
}

/**
 * Reads the words after `npm run bench --`.
 *
 * @throws `TypeError` or `RangeError` in words for the terminal, with the list of what there is.
 */
export function readRequest(words: readonly string[], known: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, json: { type: 'string' }, peers: { type: 'string' } },
  });
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`no suite ${unknown}; there are ${known.join(', ')}`);
  }
  const { quick = false, json, peers } = values;
  return {
    names: known.filter((name) => positionals.length === 0 || positionals.includes(name)),
    isQuick: quick,
    ...(json !== undefined && { json }),
    ...(peers !== undefined && { peers }),
  };
}
