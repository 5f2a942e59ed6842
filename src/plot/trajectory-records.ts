import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, object, sameLength, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import type { Vertex } from './trajectory-paths.js';

/** A time during which the breakpoint of a unit lies on a datum. */
export interface StickRecord {
  /** Index of the unit, a column of the rows of breakpoints. */
  readonly unit: number;
  /** Index of the datum among the distinct x, in increasing order. */
  readonly datum: number;
  readonly from: number;
  readonly to: number;
}

/** Something that happened to a breakpoint, for a symbol. */
export interface TrajectoryMark {
  readonly time: number;
  readonly x: number;
  /** In a word or two, for the legend: `crosses`, `released`. */
  readonly kind: string;
}

/** Breakpoints over time as a figure takes them; what `breakpointTrajectories` gives. */
export interface TrajectoryRecords {
  /** Increasing, at least two; shape (T). */
  readonly times: NumericArray;
  /** One row a time: the breakpoint of each unit, NaN where it has none; shape (T, H). */
  readonly breakpoints: readonly NumericArray[];
  /** Rows of orientations, each +1, −1 or 0 (none); shape (T, H). */
  readonly orientations?: readonly NumericArray[];
  /** Rows of delta-slopes, shape (T, H). */
  readonly deltaSlopes?: readonly NumericArray[];
}

/** {@link TrajectoryRecords}, checked. */
export interface CheckedRecords {
  readonly times: Float64Array;
  readonly width: number;
  readonly beta: readonly NumericArray[];
  readonly orientations: readonly NumericArray[] | null;
  readonly deltaSlopes: readonly NumericArray[] | null;
}

/** Checks the rows of a trajectory. */
export function checkRecords(where: string, records: TrajectoryRecords): CheckedRecords {
  object(where, 'input', records);
  const given: unknown = records.breakpoints;
  if (!Array.isArray(given)) {
    throw new TypeError(
      `${where}: input must have times and rows of breakpoints, as breakpointTrajectories of relu-splines/flow makes them of a ` +
        `trajectory, got ${show(records)} with breakpoints ${show(given)}`,
    );
  }
  const times = finiteVector(where, 'times', records.times);
  if (times.length < 2) {
    throw new ShapeError(`${where}: times must have at least two entries, got ${times.length}`);
  }
  times.forEach((time, k) => {
    if (k > 0 && !(time > times[k - 1])) {
      throw new RangeError(
        `${where}: times must increase, got ${times[k - 1]} and ${time} at ${k - 1} and ${k}`,
      );
    }
  });
  const width = records.breakpoints.length === 0 ? 0 : records.breakpoints[0].length;
  const rows = (
    name: string,
    given: readonly NumericArray[] | undefined,
    isAllowed: (value: number) => boolean,
    rule: string,
  ): readonly NumericArray[] | null => {
    if (given === undefined) return null;
    sameLength(where, name, given as unknown as NumericArray, 'times', times.length);
    given.forEach((row, k) => {
      sameLength(where, `${name}[${k}]`, row, 'breakpoints[0]', width);
      for (let i = 0; i < width; i++) {
        if (typeof row[i] !== 'number' || !isAllowed(row[i])) {
          throw new RangeError(`${where}: ${name}[${k}][${i}] must be ${rule}, got ${show(row[i])}`);
        }
      }
    });
    return given;
  };
  return {
    times,
    width,
    beta: rows('breakpoints', records.breakpoints, (x) => Math.abs(x) !== Infinity, 'finite or NaN') ?? [],
    orientations: rows(
      'orientations',
      records.orientations,
      (s) => s === 1 || s === -1 || s === 0,
      '1, -1 or 0',
    ),
    deltaSlopes: rows('deltaSlopes', records.deltaSlopes, Number.isFinite, 'finite'),
  };
}

/** Checks the times on data, against the distinct x. */
export function checkSticks(
  where: string,
  sticks: readonly StickRecord[],
  width: number,
  distinct: Float64Array,
): readonly StickRecord[] {
  sticks.forEach(({ unit, datum, from, to }, k) => {
    const name = `sticks[${k}]`;
    integerIn(where, `${name}.unit`, unit, 0, width - 1);
    integerIn(where, `${name}.datum`, datum, 0, distinct.length - 1);
    finiteNumber(where, `${name}.from`, from);
    if (!(finiteNumber(where, `${name}.to`, to) >= from)) {
      throw new RangeError(`${where}: ${name}.to must not be before ${from}, got ${to}`);
    }
  });
  return sticks;
}

/**
 * The way of one unit: its recorded breakpoints, and the ends of its times on data, which lie between them. What is
 * recorded within such a time lies on the datum.
 */
export function verticesOf(
  unit: number,
  { times, beta, orientations, deltaSlopes }: CheckedRecords,
  sticks: readonly StickRecord[],
  distinct: Float64Array,
): Vertex[] {
  const vertices: Vertex[] = Array.from(times, (time, k) => {
    const orientation = orientations === null ? 0 : orientations[k][unit];
    const on = sticks.find(({ from, to }) => from < time && time < to);
    return {
      time,
      x: on === undefined ? beta[k][unit] : distinct[on.datum],
      orientation,
      sign: deltaSlopes === null ? 0 : Math.sign(deltaSlopes[k][unit]) * orientation,
    };
  });
  for (const { datum, from, to } of sticks) {
    for (const time of [from, to]) {
      if (time < times[0] || time > times[times.length - 1]) continue;
      // It is on the datum with the looks that it has when it is recorded next.
      const next = vertices.findIndex((vertex) => vertex.time >= time);
      const vertex = { ...vertices[next], time, x: distinct[datum] };
      vertices.splice(next, vertices[next].time === time ? 1 : 0, vertex);
    }
  }
  return vertices;
}
