import { QrDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { polishConstrained, sweepConstrained } from '../../src/fit/constrained-polish.js';
import type { ConstrainedChain } from '../../src/fit/constrained-polish.js';
import { searchConstrained } from '../../src/fit/constrained-search.js';
import { bestFacings } from '../../src/fit/facings.js';
import { areKnots, knotChain, knotsOf } from '../../src/fit/knot-chain.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { constrainedFit, constraintWorkspace, slopeCoefficients } from '../../src/fit/slope-constraint.js';
import { randomStream } from '../../src/numeric/streams.js';
import { counted, scaledPlace } from './fit.help.js';

/** A wave with noise at random places, some of them twice; and a line. */
function wave(seed: number, count: number, slope = 0): ScaledData {
  const stream = randomStream(seed, 13);
  const x = Array.from({ length: count }, (_, n) =>
    n % 7 === 6 ? 0.1 * Math.floor(n / 7) : stream.uniform(),
  );
  return scaledData(
    dataset(
      x,
      x.map((place) => Math.sin(9 * place) + 0.3 * stream.normal() + slope * place),
    ),
  );
}

function constrained(data: ScaledData, knots: ArrayLike<number>, facing: Uint8Array): ConstrainedChain {
  const chain = knotChain(data, knots);
  return { chain, facing, fit: constrainedFit(constraintWorkspace(data, chain), facing) };
}

/** The least Σwε² of a constant and a hinge at each knot, facing left where told: what that many units can do. */
function rssOfHinges(data: ScaledData, knots: ArrayLike<number>, facing: Uint8Array): number {
  const root = Array.from(data.weights, Math.sqrt);
  const rows = Array.from(data.x, (place, n) => [
    root[n],
    ...Array.from(knots, (knot, k) => root[n] * Math.max(0, facing[k] === 1 ? knot - place : place - knot)),
  ]);
  const target = Matrix.columnVector(Array.from(data.y, (value, n) => root[n] * value));
  const design = new Matrix(rows);
  const left = Matrix.sub(target, design.mmul(new QrDecomposition(design).solve(target)));
  return left.dot(left);
}

function subsetOf(subset: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, k) => (subset >> k) & 1);
}

/** So many knots, drawn. */
function drawnKnots(data: ScaledData, seed: number, count: number): Float64Array {
  const stream = randomStream(seed, 17);
  const span = data.x[data.x.length - 1] - data.x[0];
  return Float64Array.from({ length: count }, () => data.x[0] + span * (0.1 + 0.8 * stream.uniform())).sort();
}

const seeds = [0, 1, 2, 3, 4, 5];

describe('the fit under the slope constraint', () => {
  it.each(seeds)('is the best of a constant and hinges, whichever way they face: seed %i', (seed) => {
    const data = wave(seed, 40);
    const knots = drawnKnots(data, seed, 4);
    for (let subset = 0; subset < 16; subset++) {
      const facing = subsetOf(subset, 4);
      const { fit } = constrained(data, knots, facing);
      // Forty squares of at most 1, by two ways; columns of condition 1e3 or so.
      expect(fit.rss).toBeCloseTo(rssOfHinges(data, knots, facing), 9);
    }
  });
});

describe('orientations', () => {
  it.each(seeds)('are gone through in all ways where they are few: seed %i', (seed) => {
    const data = wave(seed, 40);
    const knots = drawnKnots(data, seed, 6);
    const work = constraintWorkspace(data, knotChain(data, knots));
    const all = Array.from({ length: 64 }, (_, subset) => rssOfHinges(data, knots, subsetOf(subset, 6)));
    const found = bestFacings(work, 10);
    expect(found).toHaveLength(10);
    found.forEach(({ facing, fit }, i) => {
      expect(fit.rss).toBeCloseTo(all.toSorted((one, other) => one - other)[i], 9);
      expect(fit.rss).toBeCloseTo(rssOfHinges(data, knots, facing), 9);
    });
    expect(bestFacings(work, 1)[0].facing).toEqual(found[0].facing);
  });

  it('of a dozen knots only the 128 are solved for that come nearest to the condition', () => {
    const data = wave(7, 90);
    const work = constraintWorkspace(data, knotChain(data, drawnKnots(data, 7, 9)));
    const excess = (facing: Uint8Array): number =>
      Math.abs(slopeCoefficients(facing).reduce((sum, e, p) => sum + e * work.slopes[p], 0));
    const near = Array.from({ length: 512 }, (_, subset) => subsetOf(subset, 9))
      .toSorted((one, other) => excess(one) - excess(other))
      .slice(0, 128);
    const sums = near.map((facing) => constrainedFit(work, facing).rss).toSorted((one, other) => one - other);
    expect(bestFacings(work, 512).map(({ fit }) => fit.rss)).toEqual(sums);
  });

  it.each(seeds)(
    'of more than a dozen the largest jumps are given to whichever side leaves less: seed %i',
    (seed) => {
      // The steeper it is, the more knots must face left.
      const data = wave(seed, 90, 40 * seed);
      const knots = drawnKnots(data, seed, 15);
      const work = constraintWorkspace(data, knotChain(data, knots));
      const jumps = Array.from(knots, (_, p) => work.slopes[p + 1] - work.slopes[p]);
      const large = Array.from(jumps.keys())
        .sort((p, q) => Math.abs(jumps[q]) - Math.abs(jumps[p]))
        .slice(0, 3);
      let sum = work.slopes[0];
      const wanted = large.map((p) => {
        const turned = Math.abs(sum + jumps[p]) < Math.abs(sum);
        if (turned) sum += jumps[p];
        return turned ? 1 : 0;
      });
      const found = bestFacings(work, 200);
      expect(found).toHaveLength(128);
      expect(new Set(found.map(({ facing }) => facing.join(''))).size).toBe(128);
      for (const { facing, fit } of found) {
        expect(large.map((p) => facing[p])).toEqual(wanted);
        expect(fit.rss).toBe(constrainedFit(work, facing).rss);
      }
      // Of 4096 sums of the dozen smallest, the best all but meets the condition, where that is not too steep.
      expect(found[0].fit.rss).toBeLessThan(work.chain.rss * 1.25);
    },
  );
});

describe('knots polished under the constraint', () => {
  // Corners far from all data, where the sum of squares is smooth, and a slope that the condition does not allow.
  const x = Array.from({ length: 60 }, (_, n) => n).filter((n) => n % 12 > 4);
  const corners = [14.2, 26.3, 38.4];

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('converge as Newton’s method does: orientations %i', (subset) => {
    const facing = subsetOf(subset, 3);
    const data = scaledData(
      dataset(
        x,
        x.map((n) => {
          const hinges = corners.map(
            (corner, k) => (k - 1.7) * Math.max(0, facing[k] === 1 ? corner - n : n - corner),
          );
          return hinges.reduce((sum, hinge) => sum + hinge, 0) + n / 20 + ((n * 7) % 11) / 90;
        }),
      ),
    );
    const places = [14.7, 25.9, 38.7].map((place) => scaledPlace(data, place));
    const start = constrained(data, places, facing);
    const { fit, chain } = polishConstrained(data, start, 40);
    const excess = (steps: number): number => polishConstrained(data, start, steps).fit.rss / fit.rss - 1;
    expect(excess(0)).toBeGreaterThan(0.1);
    expect(excess(1)).toBeGreaterThan(1e-6);
    // Each step squares what is left, and loses a part in 10³, 10⁴, … to damping. If all face left, the last knot goes far.
    expect(excess(subset === 7 ? 6 : 4)).toBeLessThan(1e-10);
    const { data: watched, asked } = counted(data, 'x');
    polishConstrained(watched, start, 100);
    // Five to seven steps; where it did not stop, a dozen and more would be tried in vain.
    expect(asked()).toBeLessThan(60);
    // Some dozen squares, in other columns.
    expect(rssOfHinges(data, knotsOf(chain), facing) / fit.rss).toBeCloseTo(1, 9);
  });
});

describe('knots swept under the constraint', () => {
  it.each(seeds)('try the data around them, and eighths of the gaps nearest: seed %i', (seed) => {
    const data = wave(seed, 60);
    const facing = subsetOf(seed + 1, 3);
    const start = constrained(data, drawnKnots(data, seed, 3), facing);
    let best = start;
    for (let k = 0; k < 3; k++) {
      const here = data.x.findIndex((place) => place >= knotsOf(best.chain)[k]);
      const places = Array.from(data.x)
        .slice(0, -1)
        .flatMap((place, n) => {
          if (n < here - 12 || n >= here + 12) return [];
          if (Math.abs(n - here) > 2) return [place];
          return Array.from({ length: 8 }, (_, part) => place + ((data.x[n + 1] - place) * part) / 8);
        });
      for (const place of places) {
        const knots = knotsOf(best.chain).with(k, place);
        if (!areKnots(data, knots)) continue;
        const moved = constrained(data, knots, facing);
        if (moved.fit.rss < best.fit.rss) best = moved;
      }
    }
    expect(best.fit.rss).toBeLessThan(start.fit.rss);
    const swept = sweepConstrained(data, start);
    expect(knotsOf(swept.chain)).toEqual(knotsOf(best.chain));
    expect(swept.fit.rss).toBe(best.fit.rss);
  });
});

describe('the search under the constraint', () => {
  it.each(seeds)(
    'finds the best of all knots at data, and is better for having left them: seed %i',
    (seed) => {
      const data = wave(seed, 16);
      const inner = data.x.slice(1, -1);
      let least = Infinity;
      inner.forEach((one, i) => {
        inner.slice(i + 1).forEach((other) => {
          for (let subset = 0; subset < 4; subset++) {
            least = Math.min(least, rssOfHinges(data, [one, other], subsetOf(subset, 2)));
          }
        });
      });
      // Begun far away, with one set of orientations.
      const start = knotChain(data, [data.x[1] + 1e-3, data.x[1] + 2e-3]);
      const { fit, chain, facing } = searchConstrained(data, start, 1);
      expect(fit.rss).toBeLessThanOrEqual(least * (1 + 1e-9));
      expect(fit.rss).toBeCloseTo(rssOfHinges(data, knotsOf(chain), facing), 9);
    },
  );

  it.each(seeds)('ends where neither a step, nor a sweep, nor other orientations gain: seed %i', (seed) => {
    const data = wave(seed, 30);
    const found = searchConstrained(data, knotChain(data, drawnKnots(data, seed, 4)), 2);
    // Gains of a billionth are none.
    const least = found.fit.rss * (1 - 1.1e-9) - 1e-14;
    expect(polishConstrained(data, found, 60).fit.rss).toBeGreaterThan(least);
    expect(sweepConstrained(data, found).fit.rss).toBeGreaterThan(least);
    expect(bestFacings(constraintWorkspace(data, found.chain), 1)[0].fit.rss).toBeGreaterThan(least);
  });

  it.each([
    [65, true],
    [66, false],
  ])('goes through all pairs of data if they are no more than 2,000: %i data', (count, all) => {
    const stream = randomStream(count, 23);
    const x = Array.from({ length: count }, (_, n) => n);
    const data = scaledData(
      dataset(
        x,
        x.map(() => stream.normal()),
      ),
    );
    let least = Infinity;
    for (let left = 1; left < count - 2; left++) {
      for (let right = left + 1; right < count - 1; right++) {
        const work = constraintWorkspace(data, knotChain(data, [data.x[left], data.x[right]]));
        for (let subset = 0; subset < 4; subset++) {
          const { rss } = constrainedFit(work, subsetOf(subset, 2));
          if (rss < least) least = rss;
        }
      }
    }
    // Begun where there is a minimum that no sweep and no step leaves.
    const { fit } = searchConstrained(data, knotChain(data, [data.x[2], data.x[4]]), 1);
    expect(fit.rss <= least * (1 + 1e-9)).toBe(all);
  });
});
