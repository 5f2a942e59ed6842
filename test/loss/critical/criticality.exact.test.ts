import { describe, expect, it } from 'vitest';
import { criticality, dataset, shallowNetwork, stuckUnits } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { randomStream } from '../../../src/numeric/streams.js';
import { criticalityByDefinition } from './oracle.help.js';
import type { OracleOptions } from './oracle.help.js';

/** Small numbers on a grid: ties, units without a breakpoint, v = 0, fitted data and sums of zero are common. */
function problem(seed: number): { readonly network: ShallowNetwork; readonly data: Dataset } {
  const stream = randomStream(seed, 11);
  const draw = (values: readonly number[]): number => values[stream.integer(values.length)];
  const width = draw([0, 1, 1, 2, 2, 3, 4]);
  const count = draw([1, 2, 3, 4, 4, 5, 6]);
  const many = (length: number, values: readonly number[]): number[] =>
    Array.from({ length }, () => draw(values));
  return {
    network: shallowNetwork({
      inputWeights: many(width, [-2, -1, -1, 1, 1, 2, 0]),
      inputBiases: many(width, [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]),
      outputWeights: many(width, [-1, 1, 1, 0.5, 0]),
      outputBias: draw([0, 0, 1]),
    }),
    data: dataset(many(count, [-2, -1, -1, 0, 1, 2, 3]), many(count, [-1, 0, 0, 1, 2])),
  };
}

/** Sixty problems each. */
const rounds = [0, 1, 2, 3, 4, 5, 6, 7];

function optionsOf(seed: number): OracleOptions {
  return {
    tolerance: [1e-8, 1e-8, 0.2, 0.6][seed % 4],
    stuckWithin: [1e-5, 0.1, 0.2][seed % 3],
    residualFloor: [1e-6, 0.25][seed % 2],
  };
}

const ROUNDING = 1e-12;

function close(value: number, wanted: number): void {
  if (Number.isNaN(wanted)) expect(value).toBeNaN();
  else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(ROUNDING * Math.max(1, Math.abs(wanted)));
}

describe('criticality, against its definitions', () => {
  it.each(rounds)(
    'has the levels, the stuck units, the pieces and the hypotheses of plain sums: round %i',
    (round) => {
      for (let seed = 60 * round; seed < 60 * (round + 1); seed++) {
        const { network, data } = problem(seed);
        const options = optionsOf(seed);
        const found = criticality(network, data, options);
        const wanted = criticalityByDefinition(network, data, options);
        expect({ seed, kind: found.kind }).toEqual({ seed, kind: wanted.kind });
        close(found.smoothLevel, wanted.smoothLevel);
        close(found.generalisedLevel, wanted.generalisedLevel);
        close(found.piecewiseLeastSquares.level, wanted.pieceLevel);
        expect(found.piecewiseLeastSquares.holds).toBe(wanted.pieceLevel <= options.tolerance);
        const stuck = found.stuck.map(({ unit, x, distance }) => ({ unit, x, distance }));
        expect({ seed, stuck }).toEqual({ seed, stuck: wanted.stuck });
        found.stuck.forEach(({ activity, level }, k) => {
          close(activity, wanted.stuckLevels[k].activity);
          close(level, wanted.stuckLevels[k].level);
        });
        const { outputWeightsNonZero, ...hypotheses } = found.hypotheses;
        const { noBreakpointOnDatum, inputInSpan, lonely, unitInEveryGap } = wanted;
        expect({ seed, ...hypotheses }).toEqual({
          seed,
          noBreakpointOnDatum,
          inputInSpan,
          lonely,
          unitInEveryGap,
        });
        expect(outputWeightsNonZero).toBe(!network.outputWeights.includes(0));
      }
    },
  );

  it('meets points of every kind on the way', () => {
    const kinds = new Map<string, number>();
    for (let seed = 0; seed < 60 * rounds.length; seed++) {
      const { network, data } = problem(seed);
      const { kind } = criticalityByDefinition(network, data, optionsOf(seed));
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(kinds.size).toBe(5);
  });

  it('names the worst unit and the worst piece where there is one worst', () => {
    let seen = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { network, data } = problem(seed);
      const options = { tolerance: 1e-8, stuckWithin: 1e-5, residualFloor: 1e-6 };
      const { worstUnit, generalisedLevel, piecewiseLeastSquares } = criticality(network, data, options);
      const wanted = criticalityByDefinition(network, data, options);
      // Of levels that are equal but for rounding, either may come first.
      if (worstUnit === wanted.worstUnit) seen++;
      else close(generalisedLevel, wanted.generalisedLevel);
      if (piecewiseLeastSquares.worstPiece === wanted.worstPiece) seen++;
    }
    expect(seen).toBeGreaterThan(190);
  });

  it('has the norm of the gradient', () => {
    // f = x − 1 right of 1, ε = (1, −2) at 2 and 3: ∂b₀ = 1, ∂v = 1·−1 + 2·2 = 3, ∂b = 1, ∂w = −(2 − 6) = 4.
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [-1], outputWeights: [1] });
    close(criticality(network, dataset([2, 3], [2, 0])).gradientNorm, Math.sqrt(1 + 9 + 1 + 16));
  });

  it('counts an exact tie as stuck, however −b/w rounds', () => {
    // 0.3 − 3·0.1 rounds to 0 where −b/w does not round to x: one datum, whose range of x is 0.
    const ties = Array.from({ length: 2000 }, (_, k) => ({ w: 3 + (k % 41), x: (k + 1) / 7 })).filter(
      ({ w, x }) => (w * x) / w !== x,
    );
    expect(ties.length).toBeGreaterThan(20);
    for (const { w, x } of ties) {
      const network = shallowNetwork({ inputWeights: [w], inputBiases: [-(w * x)], outputWeights: [1] });
      expect(stuckUnits(network, dataset([x], [1]))).toMatchObject([{ unit: 0, group: 0, x, distance: 0 }]);
    }
  });
});
