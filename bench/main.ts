import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRequest } from './arguments.js';
import type { Request } from './arguments.js';
import { QUICK, THOROUGH, consumedSum } from './harness.js';
import type { SuiteRecord } from './record.js';
import type { Results } from './results.js';
import { openSession } from './session.js';
import { recordText } from './show.js';
import { SUITES } from './suites/all.js';
import { commit, load, machine, versions } from './surroundings.js';

/** Runs suites, prints what they found, and writes it down. */
async function main(words: readonly string[]): Promise<number> {
  let request: Request;
  try {
    request = readRequest(words, [...SUITES.keys()]);
  } catch (caught) {
    console.error(`bench: ${caught instanceof Error ? caught.message : String(caught)}`);
    console.error('usage: npm run bench -- [SUITE…] [--quick] [--json FILE] [--peers FOLDER]');
    return 2;
  }
  const { isQuick, names } = request;
  const json = request.json === undefined ? undefined : resolve(request.json);
  const peers = request.peers === undefined ? undefined : resolve(request.peers);
  // Where the sources of the peers are; this file is in the folder `build` below it.
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));

  const begun = { date: new Date().toISOString(), load: load(), clock: performance.now() };
  const frame = { machine: machine(), versions: versions(), ...commit() };
  const { processor, cores } = frame.machine;
  console.log(`${processor}, ${cores} cores, Node ${frame.versions.node}, commit ${frame.commit}`);
  const suites: SuiteRecord[] = [];
  const failed: string[] = [];
  for (const name of names) {
    try {
      const found = await SUITES.get(name)?.(openSession(isQuick ? QUICK : THOROUGH, isQuick, peers));
      if (found === undefined) continue;
      suites.push(found);
      console.log(recordText(found));
    } catch (caught) {
      // The others have something to say all the same.
      failed.push(name);
      console.error(`bench: ${name} failed`, caught);
    }
  }
  const seconds = Math.round((performance.now() - begun.clock) / 1e3);
  console.log(`\n${seconds} s (consumed: ${consumedSum().toExponential(3)})`);
  if (json !== undefined) {
    const results: Results = {
      format: 1,
      date: begun.date,
      words: said(request),
      isQuick,
      ...frame,
      load: { start: begun.load, end: load() },
      seconds,
      suites,
    };
    mkdirSync(dirname(json), { recursive: true });
    writeFileSync(json, `${JSON.stringify(results, null, 1)}\n`);
  }
  if (failed.length > 0) console.error(`bench: failed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

/** What was asked for, without the places of files. */
function said({ names, isQuick, peers }: Request): string[] {
  return [
    ...(names.length < SUITES.size ? names : []),
    ...(isQuick ? ['--quick'] : []),
    ...(peers === undefined ? [] : ['--peers', 'FOLDER']),
  ];
}

process.exitCode = await main(process.argv.slice(2));
