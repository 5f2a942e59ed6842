import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork, stuckUnits } from 'relu-splines';
import { breakpointClusters, gradientFlow } from 'relu-splines/flow';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { expectRefusal } from '../../laws/refusal.js';
import { released } from '../flow.help.js';

/** Units with given breakpoints: w = s, b = −sβ. */
function unitsAt(units: readonly (readonly [beta: number, s: 1 | -1, v: number])[]) {
  return shallowNetwork({
    inputWeights: units.map(([, s]) => s),
    inputBiases: units.map(([beta, s]) => -s * beta),
    outputWeights: units.map(([, , v]) => v),
  });
}

const data = dataset([0, 1, 2, 4], [1, -1, 2, 0]);

describe('clusters of breakpoints', () => {
  it('share the orientation and the sign of v; on a datum one unit is enough', () => {
    const network = unitsAt([
      [1, 1, 2],
      [1, -1, 2],
      [1, 1, 3],
      [1, 1, -1],
      [3, 1, 1],
    ]);
    const clusters = breakpointClusters(network, data);
    expect(
      clusters.map(({ units, orientation, outputSign, datum, place, spread, deltaSlope }) => [
        units,
        orientation,
        outputSign,
        datum,
        place,
        spread,
        deltaSlope,
      ]),
    ).toEqual([
      [[0, 2], 1, 1, 1, 1, 0, 5],
      [[3], 1, -1, 1, 1, 0, -1],
      [[1], -1, 1, 1, 1, 0, -2],
    ]);
  });

  it('off the data are chains of near neighbours, two at least', () => {
    // Tolerance 0.01 of a range of 4: neighbours up to 0.04 apart.
    const network = unitsAt([
      [3.25, 1, 1],
      [3.28125, 1, 1],
      [3.3125, 1, 2],
      [3.375, 1, 1],
      [3.28125, 1, 0],
      [9, -1, -1],
      [9, -1, -2],
    ]);
    const [chain, far, ...rest] = breakpointClusters(network, data, { tolerance: 0.01 });
    expect(rest).toEqual([]);
    expect(chain).toMatchObject({
      units: [0, 1, 2],
      datum: null,
      place: 3.28125,
      spread: 0.0625,
      deltaSlope: 4,
    });
    expect(chain.activity).toBeNaN();
    expect(far).toMatchObject({ units: [5, 6], orientation: -1, outputSign: -1, place: 9, deltaSlope: 3 });
    expect(breakpointClusters(network, data, { tolerance: 0 }).map(({ units }) => units)).toEqual([[5, 6]]);
  });

  it('knows a*, the same as the flow does', () => {
    const { trajectory } = gradientFlow(released.network, released.data, {
      time: 3,
      times: [0.15, 0.25, 3],
      relativeTolerance: 1e-11,
    });
    for (const { network, slidingOn, activities } of trajectory) {
      const sliding = breakpointClusters(network, released.data, { slidingOn }).filter(
        ({ datum }) => datum !== null,
      );
      expect(sliding).toHaveLength(1);
      const [{ units, datum, activity }] = sliding;
      expect(units.map((unit) => slidingOn[unit])).toEqual([datum]);
      // The flow leaves the sliding unit out at its datum; the state has it there, off by the flow's tolerance.
      expect(activity).toBeCloseTo(activities[units[0]], 9);
    }
  });

  it('are found from the state alone as well, where breakpoints sit on data', () => {
    const { network, memory } = gradientFlow(released.network, released.data, { time: 3 });
    const { slidingOn } = memory.modes;
    expect(breakpointClusters(network, released.data)).toEqual(
      breakpointClusters(network, released.data, { slidingOn }),
    );
  });

  it('are disjoint, of one class each, and chains: any network and data', () => {
    fc.assert(
      fc.property(
        networksWithData(),
        fc.constantFrom(0, 1e-3, 0.1),
        ({ network, data: samples }, tolerance) => {
          const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
          const clusters = breakpointClusters(network, samples, { tolerance });
          const members = clusters.flatMap(({ units }) => units);
          expect(new Set(members).size).toBe(members.length);
          const reach = tolerance * (samples.x[samples.x.length - 1] - samples.x[0]);
          for (const { units, orientation, outputSign, datum, spread } of clusters) {
            for (const unit of units) {
              expect(Math.sign(w[unit])).toBe(orientation);
              expect(Math.sign(v[unit]) + 0).toBe(outputSign);
            }
            if (datum !== null) continue;
            const beta = units.map((unit) => -b[unit] / w[unit] + 0).sort((p, q) => p - q);
            expect(beta.length).toBeGreaterThan(1);
            expect(spread).toBe(beta[beta.length - 1] - beta[0]);
            for (let k = 1; k < beta.length; k++) expect(beta[k] - beta[k - 1]).toBeLessThanOrEqual(reach);
          }
          // Nobody is left out: who sits on a datum is in a cluster there.
          const onData = clusters.filter(({ datum }) => datum !== null).flatMap(({ units }) => units);
          expect(onData.sort((p, q) => p - q)).toEqual(stuckUnits(network, samples).map(({ unit }) => unit));
        },
      ),
      RUNS,
    );
  });

  it('join and never part as the tolerance grows', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false }), ({ network, data: samples }) => {
        const coarse = breakpointClusters(network, samples, { tolerance: 0.1 });
        for (const fine of breakpointClusters(network, samples, { tolerance: 0.01 })) {
          expect(coarse.some(({ units }) => fine.units.every((unit) => units.includes(unit)))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('refuses what makes no sense', () => {
    const network = unitsAt([[1, 1, 1]]);
    expectRefusal(
      () => breakpointClusters(network, data, { tolerance: -1 }),
      'RangeError',
      'breakpointClusters: tolerance must not be negative, got -1',
    );
    expectRefusal(
      () => breakpointClusters(network, data, { slidingOn: [4] }),
      'RangeError',
      'breakpointClusters: slidingOn[0] must be an integer from -1 to 3, got 4',
    );
    expectRefusal(
      () => breakpointClusters(network, data, { slidingOn: [] }),
      'ShapeError',
      'breakpointClusters: slidingOn must have the length of the units, 1, got 0',
    );
  });
});

describe('clusters at one place', () => {
  it('come right-facing first, and by falling sign of v, whatever the order of their units', () => {
    const kinds = [
      [-1, -1],
      [1, 0],
      [-1, 1],
      [1, -1],
      [-1, 0],
      [1, 1],
    ] as const;
    const clusters = breakpointClusters(unitsAt(kinds.map(([s, v]) => [1, s, v])), data);
    expect(clusters.map(({ orientation, outputSign, units }) => [orientation, outputSign, ...units])).toEqual(
      [
        [1, 1, 5],
        [1, 0, 1],
        [1, -1, 3],
        [-1, 1, 2],
        [-1, 0, 4],
        [-1, -1, 0],
      ],
    );
  });

  it('leave out units without a breakpoint, and those whose breakpoint overflows', () => {
    const network = shallowNetwork({
      inputWeights: [0, 1e-300, 1, 0, 1e-300, 1],
      inputBiases: [-3, 1e9, -3, 0, 1e9, -3],
      outputWeights: [1, 1, 1, 1, 1, 1],
    });
    expect(breakpointClusters(network, data).map(({ units }) => units)).toEqual([[2, 5]]);
  });

  it('at 0 is at 0, not at −0, and units of one breakpoint keep their order', () => {
    const [cluster] = breakpointClusters(
      unitsAt([
        [0.5, 1, 1],
        [0, 1, 1],
        [0.5, 1, 1],
        [0, 1, 1],
      ]),
      dataset([-1, 2], [0, 1]),
    );
    expect(Object.is(cluster.place, 0)).toBe(true);
    expect(cluster.units).toEqual([1, 3]);
  });

  it('on a datum count within the distance asked for', () => {
    const network = unitsAt([[1.03125, 1, 1]]);
    expect(breakpointClusters(network, data)).toEqual([]);
    expect(breakpointClusters(network, data, { stuckWithin: 0.01 })).toMatchObject([{ datum: 1, place: 1 }]);
  });
});
