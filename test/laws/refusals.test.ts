import { beforeAll, describe, expect, it } from 'vitest';
import { bdso, dataset, piecewiseLinear, shallowNetwork } from 'relu-splines';
import { deepNetwork } from 'relu-splines/deep';
import { multivariateDataset, multivariateNetwork } from 'relu-splines/multivariate';
import { optimalSegments } from 'relu-splines/segments';
import { naturalCubicSpline } from 'relu-splines/splines';
import { publicNames } from '../docs/exports.js';
import type { Exported } from '../docs/exports.js';
import { callsOf, recordExample } from './recorded-calls.js';
import type { Call } from './recorded-calls.js';

/*
 * Every example in a docstring is a call that succeeds. Each of its arguments in turn is replaced by what does not belong
 * there: the function may find a meaning in it, or refuse it under its own name, and nothing else may happen.
 */

const network = shallowNetwork({ inputWeights: [1, -2], inputBiases: [0.5, 1], outputWeights: [3, 4] });
const spline = bdso({ breakpoints: [0, 1], deltaSlopes: [1, 2], orientations: [1, -1] });
const pieces = piecewiseLinear({ knots: [0], slopes: [0, 1], intercepts: [0, 0] });
const data = dataset([0, 1, 2, 3], [0, 1, 0, 1]);
const deep = deepNetwork([{ weights: [[1], [2]] }, { weights: [[1, 1]] }]);
const many = multivariateNetwork({ inputWeights: [[1, 2]], inputBiases: [0], outputWeights: [1] });
const points = multivariateDataset([[0, 1], [2, 3]], [0, 1]); // prettier-ignore

const forms: Readonly<Record<string, unknown>> = { network, spline, pieces, data, deep, many, points };
const hostile: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  '-1': -1,
  '0.5': 0.5,
  '3': 3,
  NaN,
  Infinity,
  '"x"': 'x',
  true: true,
  '{}': {},
  '[]': [],
  '[1, 2]': [1, 2],
  '[null]': [null],
  "['1']": ['1'],
  '[network, network]': [network, network],
  'Float64Array [1, 2]': Float64Array.of(1, 2),
  '{ length: -1 }': { length: -1 },
  '{ x, y }': { x: [1, 2], y: [1, 2] },
  'a function': () => 1,
  'a cubic': naturalCubicSpline(data),
  'a segmentation': optimalSegments(data, { pieces: 1 })[0],
  ...forms,
  ...Object.fromEntries(
    Object.entries(forms).map(([name, form]) => [
      `${name} from JSON`,
      JSON.parse(JSON.stringify(form)) as unknown,
    ]),
  ),
};

/** What the engine says when nobody has looked. */
const RAW =
  /Cannot|destructure|is not a function|is not iterable|is not a constructor|Invalid|Maximum call|undefined \(|Reduce of/;

const functions = publicNames().filter(({ kind }) => kind === 'function');

/** Kernels and what they work in trust their callers; they say so. */
const isTrusting = (name: string): boolean => /Into$|Workspace$|^segmentSlope$/.test(name);

/** Readers of files name the file, and hand on what the system says of one that is not there. */
const isOfFiles = (entry: string): boolean => entry.endsWith('/node');

type Anything = (...values: unknown[]) => unknown;

/** The same call with one argument replaced, or with the last ones left out. */
function* hostileCalls(valid: Call, options: number): Generator<readonly [string, Call]> {
  for (let count = 0; count < valid.length; count++) yield [`the first ${count}`, valid.slice(0, count)];
  const length = Math.max(valid.length, options + 1);
  for (let k = 0; k < length; k++) {
    for (const [name, value] of Object.entries(hostile)) {
      const call = Array.from({ length }, (_, j) => valid[j]);
      call[k] = value;
      yield [`${name} as argument ${k + 1}`, call];
    }
  }
}

/** The same call with one property of its options, or of one of its forms or data sets, replaced. */
function* hostileProperties(valid: Call, options: number): Generator<readonly [string, Call]> {
  for (const [k, argument] of valid.entries()) {
    if (typeof argument !== 'object' || argument === null) continue;
    // What the library has made of these, a slice or a report, is taken at its word.
    if (k !== options && !('outputBias' in argument || 'groupStarts' in argument)) continue;
    for (const property of Object.keys(argument)) {
      for (const [name, value] of Object.entries(hostile)) {
        const call = [...valid];
        call[k] = { ...argument, [property]: value };
        yield [`${name} as ${property} of argument ${k + 1}`, call];
      }
    }
  }
}

/** Where a function takes its options, or −1. */
function optionsOf(call: Anything): number {
  const parameters = /^(?:async )?function \w+\((.*?)\boptions\b/s.exec(call.toString());
  return parameters === null ? -1 : parameters[1].split(',').length - 1;
}

/** What a call says when it throws, or null. */
async function outcome(call: Anything, values: Call): Promise<string | null> {
  try {
    await call(...values);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'something that is no error';
  }
}

/** The functions in whose name an error may be: its own, and those that its docstring says it throws as. */
function speakers({ name, throws }: Exported): string[] {
  const names = /\bas ((?:(?:, | and |, and )?(?:`\w+`|\{@link \w+\}))+)/gi;
  return [
    name,
    ...Array.from(throws.matchAll(names), ([, list]) => list.match(/\w+(?=[`}])/g) ?? []).flat(),
    ...(SWEEPS.has(name) ? ['sweep', 'shard'] : []),
  ];
}

/** Their errors are of the files and the command line of a sweep, and speak of these. */
const SWEEPS = new Set([
  ...[
    'checkRecord',
    'checkSweep',
    'chooseShard',
    'mergeShards',
    'missingAsArray',
    'parseShard',
    'runTask',
    'runTaskOf',
  ],
  ...['summariseSweep', 'taskAt', 'taskCost', 'taskCount', 'tasksOfShard', 'writeRecord'],
]);

const entries = new Set(functions.map(({ entry }) => entry));

/** Errors begin with the name of a file, or of a line, that the caller hands over. */
const BY_CALLER = new Set(['checkRecord', 'mergeShards', 'readRecords']);

describe.each([...entries].filter((entry) => !isOfFiles(entry)))('%s', (entry) => {
  const own = functions.filter((each) => each.entry === entry && !isTrusting(each.name));

  beforeAll(async () => {
    for (const { examples } of own) {
      for (const example of examples) {
        const code = /```ts\n(.*?)```/s.exec(example)?.[1];
        if (code !== undefined) await recordExample(code);
      }
    }
  }, 120_000);

  it('refuses what it cannot take in the name of the function that was called; kernels (…Into, …Workspace, segmentSlope) trust their callers', async () => {
    const exported = (await import(/* @vite-ignore */ entry)) as Record<string, Anything>;
    const unnamed: string[] = [];
    for (const each of own) {
      const call = exported[each.name];
      const names = speakers(each);
      const options = optionsOf(call);
      for (const valid of callsOf(entry, each.name)) {
        for (const [what, values] of [
          ...hostileCalls(valid, options),
          ...hostileProperties(valid, options),
        ]) {
          const message = await outcome(call, values);
          if (message === null) continue;
          const isNamed = BY_CALLER.has(each.name) || names.some((name) => message.startsWith(`${name}: `));
          if (RAW.test(message) || !isNamed) {
            unnamed.push(`${each.name} with ${what}: ${message}`);
          }
        }
      }
    }
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it('knows its options: another one is an error, not ignored', async () => {
    const exported = (await import(/* @vite-ignore */ entry)) as Record<string, Anything>;
    for (const { name } of own) {
      const options = optionsOf(exported[name]);
      if (options < 0) continue;
      const [valid] = callsOf(entry, name);
      const call = Array.from({ length: options + 1 }, (_, k) => valid[k]);
      call[options] = { ...(call[options] as object | undefined), recordEvrey: 1 };
      const message = await outcome(exported[name], call.concat(valid.slice(options + 1)));
      expect(message, name).toMatch(`${name}: unknown option "recordEvrey"; there are `);
    }
  });

  it('has an example that calls each of its functions, so that none is left out', () => {
    expect(own.filter(({ name }) => callsOf(entry, name).length === 0).map(({ name }) => name)).toEqual([]);
  });
});
