import { expect, it } from 'vitest';
import { countPartitions, criticality, dataset, piecewiseLinear, shallowNetwork } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import {
  countContinuousPartitions,
  countPairedPartitions,
} from '../../../src/experiments/overparametrisation/continuous-partitions.js';
import { criticalPointGrowth } from '../../../src/experiments/overparametrisation/critical-points.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const reduced = criticalPointGrowth(criticalPointGrowth.definition.reduced);

itBearsOut(assertedOf(reduced.claims));

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** All ways to put `units` breakpoints into the gaps, as counts by gap. */
function allPartitions(gaps: number, units: number): number[][] {
  if (gaps === 1) return [[units]];
  return Array.from({ length: units + 1 }, (_, first) => first).flatMap((first) =>
    allPartitions(gaps - 1, units - first).map((rest) => [first, ...rest]),
  );
}

/** Slopes tried for a piece with one datum, the flat ones first: dense, and the same for every datum. */
const SLOPES = Array.from({ length: 401 }, (_, k) => Math.tan(((k - 200) / 201) * (Math.PI / 2))).sort(
  (a, b) => Math.abs(a) - Math.abs(b),
);

function candidates({ x, y }: Dataset, start: number, end: number): Line[] {
  const count = end - start;
  if (count === 1) return SLOPES.map((slope) => ({ slope, intercept: y[start] - slope * x[start] }));
  const xs = Array.from(x.subarray(start, end));
  const ys = Array.from(y.subarray(start, end));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / count, 0);
  const slope =
    xs.reduce((sum, each, k) => sum + (each - mean(xs)) * (ys[k] - mean(ys)), 0) /
    xs.reduce((sum, each) => sum + (each - mean(xs)) ** 2, 0);
  return [{ slope, intercept: mean(ys) - slope * mean(xs) }];
}

/** By trying lines: knots and lines of a continuous function that is a least-squares line on each piece, or null. */
function search(data: Dataset, gaps: readonly number[]): { knots: number[]; lines: Line[] } | null {
  const n = data.x.length;
  const cuts = [0, ...Array.from({ length: n - 1 }, (_, g) => g + 1).filter((g) => gaps[g] > 0), n];
  interface Node {
    readonly line: Line;
    readonly knots: readonly number[];
    readonly lines: readonly Line[];
  }
  let nodes: Node[] = candidates(data, 0, cuts[1]).map((line) => ({ line, knots: [], lines: [line] }));
  for (let p = 1; p < cuts.length - 1; p++) {
    const gap = cuts[p];
    const low = data.x[gap - 1];
    const high = data.x[gap];
    const next: Node[] = [];
    for (const line of candidates(data, gap, cuts[p + 1])) {
      for (const node of nodes) {
        if (gaps[gap] > 1) {
          // A chord between two knots, and any others on it.
          const inner = Array.from(
            { length: gaps[gap] },
            (_, k) => low + ((high - low) * (k + 1)) / (gaps[gap] + 1),
          );
          const [a, b] = [inner[0], inner[inner.length - 1]];
          const at = (each: Line, x: number): number => each.intercept + each.slope * x;
          const slope = (at(line, b) - at(node.line, a)) / (b - a);
          const chord = { slope, intercept: at(line, b) - slope * b };
          next.push({
            line,
            knots: [...node.knots, ...inner],
            lines: [...node.lines, ...inner.slice(1).map(() => chord), line],
          });
          break;
        }
        const knot = (line.intercept - node.line.intercept) / (node.line.slope - line.slope);
        if (!(knot > low && knot < high)) continue;
        next.push({ line, knots: [...node.knots, knot], lines: [...node.lines, line] });
        break;
      }
    }
    nodes = next;
  }
  if (nodes.length === 0) return null;
  // Breakpoints beyond the data change no line of the data.
  const [{ knots, lines }] = nodes;
  const left = Array.from({ length: gaps[0] }, (_, k) => data.x[0] - 2 - k).reverse();
  const right = Array.from({ length: gaps[n] }, (_, k) => data.x[n - 1] + 2 + k);
  return {
    knots: [...left, ...knots, ...right],
    lines: [...left.map(() => lines[0]), ...lines, ...right.map(() => lines[lines.length - 1])],
  };
}

function noisy(count: number, seed: number): Dataset {
  const stream = randomStream(seed, 9);
  const x = Array.from({ length: count }, () => 4 * stream.uniform() - 2);
  return dataset(
    x,
    x.map(() => stream.normal()),
  );
}

it('counts what a search through all partitions finds, each of which is a critical point', () => {
  for (const [count, seed] of [
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ] as const) {
    const data = noisy(count, seed);
    const kept = countContinuousPartitions(data, 3);
    for (const units of [0, 1, 2, 3]) {
      const partitions = allPartitions(count + 1, units);
      expect(BigInt(partitions.length)).toBe(countPartitions({ dataCount: count, units }).all);
      const found = partitions.flatMap((gaps) => search(data, gaps) ?? []);
      // All sums are of small integers.
      expect(kept[units], `N = ${count}, H = ${units}`).toBe(found.length);
      for (const { knots, lines } of found) {
        const spline = piecewiseLinear({
          knots,
          slopes: lines.map(({ slope }) => slope),
          intercepts: lines.map(({ intercept }) => intercept),
        });
        expectCritical(spline, data);
      }
    }
  }
});

function expectCritical(spline: ReturnType<typeof piecewiseLinear>, data: Dataset): void {
  // One unit left of all data has the line of the first piece, the others face right.
  const jumps = Array.from(spline.knots, (_, p) => spline.slopes[p + 1] - spline.slopes[p]);
  const before = Math.min(data.x[0], ...spline.knots) - 1;
  const network = shallowNetwork({
    inputWeights: [1, ...jumps.map(() => 1)],
    inputBiases: [-before, ...Array.from(spline.knots, (knot) => -knot)],
    outputWeights: [spline.slopes[0], ...jumps],
    outputBias: spline.intercepts[0] + spline.slopes[0] * before,
  });
  const { kind, piecewiseLeastSquares } = criticality(network, data);
  expect(piecewiseLeastSquares.holds).toBe(true);
  expect(['local-minimum', 'global-minimum']).toContain(kind);
}

it('a parabola with evenly spaced data: lines meet in their gap where pieces differ by at most two data', () => {
  const x = Array.from({ length: 20 }, (_, n) => n);
  const data = dataset(
    x,
    x.map((place) => place * place),
  );
  // 9 + 11, 10 + 10 and 11 + 9; one datum alone at either end, whose slope is free; all on one side, twice.
  expect(countContinuousPartitions(data, 1)[1]).toBe(7);
});

it('data on a line: every partition is kept; no breakpoint: one is', () => {
  const x = [0, 1, 2.5, 3, 7];
  const line = dataset(
    x,
    x.map((place) => 3 - 2 * place),
  );
  const kept = countContinuousPartitions(line, 4);
  for (let units = 0; units <= 4; units++) {
    expect(BigInt(kept[units])).toBe(countPartitions({ dataCount: 5, units }).all);
  }
  expect(countContinuousPartitions(noisy(6, 1), 0)).toEqual(Float64Array.of(1));
});

it('does not depend on the scale or the place of the data', () => {
  const data = noisy(7, 5);
  const kept = countContinuousPartitions(data, 6);
  for (const scale of [1e-9, 1e9, -1]) {
    const x = data.x.map((place) => Math.abs(scale) * place);
    expect(
      countContinuousPartitions(
        dataset(
          x,
          data.y.map((y) => scale * y),
        ),
        6,
      ),
    ).toEqual(kept);
  }
});

it('partitions without single breakpoints are counted as an enumeration counts them', () => {
  for (const count of [1, 2, 4]) {
    const paired = countPairedPartitions(count, 5);
    for (let units = 0; units <= 5; units++) {
      const inner = (gaps: readonly number[]): readonly number[] => gaps.slice(1, count);
      const some = allPartitions(count + 1, units).filter((gaps) => !inner(gaps).includes(1));
      expect(paired[units]).toBe(some.length);
    }
  }
});

it('the same configuration gives the same runs; bad ones are refused', () => {
  const config = { seeds: 2, counts: [5], units: [4] };
  expect(criticalPointGrowth(config).runs).toEqual(criticalPointGrowth(config).runs);
  expect(() => criticalPointGrowth({ counts: [3, 0] })).toThrow(/^critical-points: counts\[1\] must be/);
  expect(() => criticalPointGrowth({ units: [1.5] })).toThrow(/^critical-points: units\[0\] must be/);
});
