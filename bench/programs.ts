import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Dataset } from 'relu-splines';
import type { Contestant } from './harness.js';

/** One thread each, as the library has, and nothing written beside the scripts. */
const SURROUNDINGS = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** What a peer is asked: a task of its script, and what that wants. */
export interface Request {
  readonly task: string;
  readonly [name: string]: unknown;
}

/** What a peer says of a task that it timed. */
export interface TimedAnswer {
  readonly microseconds: readonly number[];
}

/** A program outside this one, and what came out of its last turn. */
export interface Asked<Answer> extends Contestant {
  readonly answer: () => Answer;
}

/** The answer of one of `python/*.py`, both ways as JSON. */
export function askPython(python: string, script: string, request: unknown): unknown {
  return JSON.parse(output(python, [`python/${script}.py`], JSON.stringify(request)));
}

/** A task of one of `python/*.py` as a contestant. */
export function pythonContestant<Answer extends TimedAnswer>(
  python: string,
  script: string,
  request: Request,
): Asked<Answer> {
  return asked(
    (seconds, leastRuns) => askPython(python, script, { ...plain(request), seconds, leastRuns }) as Answer,
  );
}

/** What R's splines say: the values of the fit. */
export interface FittedValues extends TimedAnswer {
  readonly values: readonly number[];
}

/** A spline of R through or near data (`r/splines.R`) as a contestant. */
export function rSpline(
  program: string,
  data: Dataset,
  way: 'lambda' | 'df' | 'gcv' | 'natural',
  value = 0,
): Asked<FittedValues> {
  return asked((seconds, leastRuns) => {
    const words = ['r/splines.R', csvOf(data), way, String(value), String(seconds), String(leastRuns)];
    const [microseconds, values] = output(program, words)
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ').map(Number));
    return { microseconds, values };
  });
}

/** Writes data where programs that read tables find them; returns where. */
export function csvOf({ x, y }: Dataset): string {
  const path = 'build/data.csv';
  writeFileSync(path, ['x,y', ...Array.from(x, (each, n) => `${each},${y[n]}`)].join('\n') + '\n');
  return path;
}

/** What a program prints, told what it reads from its standard input. */
export function output(program: string, words: readonly string[], input = ''): string {
  const ended = spawnSync(program, words, {
    input,
    maxBuffer: 2 ** 30,
    env: { ...process.env, ...SURROUNDINGS },
  });
  if (ended.status !== 0) {
    throw new Error(`${program} ${words[0]} ended with status ${ended.status}: ${String(ended.stderr)}`);
  }
  return String(ended.stdout);
}

function asked<Answer extends TimedAnswer>(
  ask: (seconds: number, leastRuns: number) => Answer,
): Asked<Answer> {
  let last: Answer | undefined;
  return {
    isSlowToStart: true,
    run(seconds, leastRuns) {
      last = ask(seconds, leastRuns);
      return last.microseconds;
    },
    answer() {
      last ??= ask(0, 1);
      return last;
    },
  };
}

/** Typed arrays as JSON has arrays. */
function plain(request: Request): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
    ]),
  );
}
