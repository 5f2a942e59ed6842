import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import {
  binEdges,
  binEntries,
  binNear,
  binsOf,
  endActive,
  firstActive,
  groupOf,
  tiesOf,
} from '../../src/loss/bins.js';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';

/** What a unit sees, by asking every datum. */
function activity({ inputWeights, inputBiases }: ShallowNetwork, data: Dataset, unit: number): boolean[] {
  return Array.from(data.x, (x) => inputWeights[unit] * x + inputBiases[unit] > 0);
}

function unitsOf({ inputWeights }: ShallowNetwork): number[] {
  return Array.from(inputWeights, (_, unit) => unit);
}

describe('bins', () => {
  it('say which data each unit sees', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const count = data.x.length;
        const bins = binsOf(network, data);
        for (const unit of unitsOf(network)) {
          const seen = Array.from(
            data.x,
            (_, n) => n >= firstActive(bins[unit], count) && n < endActive(bins[unit], count),
          );
          expect(seen).toEqual(activity(network, data, unit));
          expect(bins[unit] > count, 'left-facing iff w < 0').toBe(network.inputWeights[unit] < 0);
        }
      }),
      RUNS,
    );
  });

  it('are the same from wherever the search starts', () => {
    fc.assert(
      fc.property(networksWithData({ maxCount: 60, maxUnits: 4 }), ({ network, data }) => {
        const expected = binsOf(network, data);
        for (let guess = 0; guess <= 2 * data.x.length + 1; guess++) {
          const bins = expected.map((_, i) =>
            binNear(guess, network.inputWeights[i], network.inputBiases[i], data.x),
          );
          expect(bins).toEqual(expected);
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('take a unit with w = 0 for right-facing: all data or none', () => {
    const data = dataset([-1, 0, 2], [0, 0, 0]);
    const network = shallowNetwork({
      inputWeights: [0, 0, 0, -0, -0],
      inputBiases: [1, 0, -1, 1, -1],
      outputWeights: [1, 1, 1, 1, 1],
    });
    expect(binsOf(network, data)).toEqual(Int32Array.of(0, 3, 3, 0, 3));
  });

  it('leave out a datum where wx + b rounds to zero, and see it where it rounds to more', () => {
    const x = 0.1;
    const data = dataset([x], [0]);
    const binOf = (b: number): number =>
      binsOf(shallowNetwork({ inputWeights: [3], inputBiases: [b], outputWeights: [1] }), data)[0];
    // 3 × 0.1 rounds up, to 0.30000000000000004.
    expect(binOf(-(3 * x))).toBe(1);
    expect(binOf(-0.3)).toBe(0);
  });

  it('end their search for weights that a diverged step leaves behind', () => {
    const x = Float64Array.from({ length: 1000 }, (_, n) => n - 500.5);
    for (const w of [1e308, -1e308, 1e-320, Infinity, -Infinity]) {
      for (const b of [0, 1e308, -1e308, Infinity, -Infinity]) {
        for (const guess of [0, 1, 500, 1000, 1001, 1500, 2001]) {
          const bin = binNear(guess, w, b, x);
          expect(bin).toBeGreaterThanOrEqual(0);
          expect(bin).toBeLessThanOrEqual(2001);
        }
      }
    }
  });

  it('let all data see NaN', () => {
    const x = Float64Array.of(1, 2, 3);
    expect(binNear(2, NaN, 1, x)).toBe(0);
    expect(binNear(7, -1, NaN, x)).toBe(0);
  });
});

describe('bin edges', () => {
  it('hold a unit in its bin, and in no other', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network: { inputWeights: w, inputBiases: b, ...rest }, data }) => {
        const { inner, outer } = binEdges(data.x);
        const bins = binsOf({ inputWeights: w, inputBiases: b, ...rest }, data);
        for (let i = 0; i < w.length; i++) {
          inner.forEach((edge, bin) => {
            const held = w[i] * edge + b[i] > 0 && !(w[i] * outer[bin] + b[i] > 0);
            // The sentinels may refuse the right bin, but only for w = 0 or where wx + b cannot reach so far.
            if (held) expect(bin).toBe(bins[i]);
            else if (bin === bins[i]) expect(Math.abs(w[i]) * Number.MAX_VALUE <= Math.abs(b[i])).toBe(true);
          });
        }
      }),
      RUNS,
    );
  });

  it('begin where the entries are', () => {
    const x = Float64Array.of(1, 2, 3);
    const far = Number.MAX_VALUE;
    const { inner, outer } = binEdges(x);
    expect(Array.from(inner)).toEqual([1, 2, 3, far, -far, 1, 2, 3]);
    expect(Array.from(outer)).toEqual([-far, 1, 2, 3, 1, 2, 3, far]);
    expect(Array.from(binEntries(x))).toEqual([1, 2, 3, 0, 0, 1, 2, 3]);
  });
});

describe('tiesOf', () => {
  it('lists every unit and distinct x where wx + b rounds to zero', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const expected = unitsOf(network).flatMap((unit) =>
          Array.from(data.groupStarts.subarray(0, -1), (start, group) => ({ unit, group, x: data.x[start] }))
            .filter(({ x }) => network.inputWeights[unit] * x + network.inputBiases[unit] === 0)
            .map(({ group }) => ({ unit, group })),
        );
        const byUnitThenGroup = tiesOf(network, data, binsOf(network, data)).sort(
          (a, b) => a.unit - b.unit || a.group - b.group,
        );
        expect(byUnitThenGroup).toEqual(expected);
      }),
      RUNS,
    );
  });
});

describe('groupOf', () => {
  it('finds the distinct x of a datum, and the ends', () => {
    const { groupStarts } = dataset([1, 1, 2, 3, 3, 3], [0, 0, 0, 0, 0, 0]);
    const groups = [-1, 0, 1, 2, 3, 4, 5, 6].map((n) => groupOf(groupStarts, n));
    expect(groups).toEqual([-1, 0, 0, 1, 2, 2, 2, 3]);
  });
});

describe('tiesOf, one by one', () => {
  // Four distinct x, two data at the second.
  const data = dataset([-1, 0.1, 0.1, 0.2, 3], [0, 0, 0, 0, 0]);
  const tiesOfUnit = (w: number, b: number): number[] => {
    const network = shallowNetwork({ inputWeights: [1, w], inputBiases: [-7, b], outputWeights: [1, 1] });
    const ties = tiesOf(network, data, binsOf(network, data));
    expect(ties.every(({ unit }) => unit === 1)).toBe(true);
    return ties.map(({ group }) => group);
  };

  it('a unit with w = b = 0 lies on all data, one with w = 0 on none', () => {
    expect(tiesOfUnit(0, 0)).toEqual([0, 1, 2, 3]);
    expect(tiesOfUnit(0, 1)).toEqual([]);
  });

  it('a breakpoint lies on one datum, at either end too', () => {
    for (const w of [1, -1, 2, -2]) {
      expect(tiesOfUnit(w, w)).toEqual([0]);
      expect(tiesOfUnit(w, -0.2 * w)).toEqual([2]);
      expect(tiesOfUnit(w, -3 * w)).toEqual([3]);
      expect(tiesOfUnit(w, -0.15 * w)).toEqual([]);
      expect(tiesOfUnit(w, 9 * w)).toEqual([]);
      expect(tiesOfUnit(w, -9 * w)).toEqual([]);
    }
  });

  it('or on several, where w·x rounds to 0: from the active side on', () => {
    const tiny = Number.MIN_VALUE;
    expect(tiesOfUnit(tiny, 0)).toEqual([2, 1]);
    expect(tiesOfUnit(-tiny, 0)).toEqual([1, 2]);
  });
});
