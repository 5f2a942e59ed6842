import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, foldStandardisation, shallowNetwork, toBdso } from 'relu-splines';
import type { Standardisation } from 'relu-splines';
import { networks } from '../arbitraries/networks.js';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { naturalScale, probes } from '../laws/same-function.js';

const identity: Standardisation = { xMean: 0, xScale: 1, yMean: 0, yScale: 1 };

describe('foldStandardisation', () => {
  it('makes the network speak in the units of the user', () => {
    const scale = fc.constantFrom(1e-6, 0.3, 2, 12_345);
    const standardisations = fc.record({
      xMean: fc.oneof(tameNumbers(), fc.constant(1e6)),
      xScale: scale,
      yMean: tameNumbers(),
      yScale: scale,
    });
    fc.assert(
      fc.property(networks({ wild: false }), standardisations, (network, units) => {
        const { xMean, xScale, yMean, yScale } = units;
        const folded = foldStandardisation(network, units);
        for (const u of probes(network)) {
          const x = xMean + u * xScale;
          const inside = (x - xMean) / xScale;
          const expected = yMean + yScale * evaluate(network, inside);
          // x is measured from xMean on the one way and from 0 on the other.
          const scales = [u, inside].map((at) => yScale * naturalScale(network, at));
          const size = naturalScale(folded, x) + Math.max(...scales) + Math.abs(yMean);
          const total = network.inputWeights.reduce(
            (sum, w, i) => sum + Math.abs(w * network.outputWeights[i]),
            0,
          );
          const allowed =
            (8 + network.inputWeights.length) *
            Number.EPSILON *
            (size + (yScale / xScale) * total * (Math.abs(x) + Math.abs(xMean)));
          expect(Math.abs(evaluate(folded, x) - expected)).toBeLessThanOrEqual(allowed);
        }
      }),
      RUNS,
    );
  });

  it('moves breakpoints to xMean + xScale·β, and multiplies delta-slopes by yScale/xScale', () => {
    const network = shallowNetwork({ inputWeights: [2, 0], inputBiases: [-1, 3], outputWeights: [4, 5] });
    const { breakpoints, deltaSlopes, outputBias } = toBdso(
      foldStandardisation(network, { xMean: 10, xScale: 4, yMean: 100, yScale: 8 }),
    );
    expect(breakpoints).toEqual(Float64Array.of(12));
    expect(deltaSlopes).toEqual(Float64Array.of(16));
    expect(outputBias).toBe(100 + 8 * 15);
  });

  it('by the identity changes nothing, writes to nothing and shares no memory', () => {
    const network = shallowNetwork({ inputWeights: [2, 0], inputBiases: [-1, 3], outputWeights: [4, 5] });
    expect(foldStandardisation(network, identity)).toEqual(network);
    expectPure(foldStandardisation, network, identity);
  });

  it('refuses what is no standardisation, and weights that overflow', () => {
    const network = shallowNetwork({
      inputWeights: [1e300],
      inputBiases: [0],
      outputWeights: [1],
      outputBias: 1e300,
    });
    const cases: [unknown, 'TypeError' | 'RangeError', string][] = [
      [undefined, 'TypeError', 'standardisation must be an object, got undefined'],
      [{ ...identity, xScale: 0 }, 'RangeError', 'xScale must be positive, got 0'],
      [{ ...identity, yScale: -2 }, 'RangeError', 'yScale must be positive, got -2'],
      [{ ...identity, xMean: NaN }, 'RangeError', 'xMean must be finite, got NaN'],
      [{ ...identity, yMean: '0' }, 'TypeError', 'yMean must be a number, got "0"'],
      [
        { ...identity, xScale: 1e-10 },
        'RangeError',
        'the weights of unit 0 must be finite, got w = Infinity, b = NaN, v = 1',
      ],
      [{ ...identity, yScale: 1e10 }, 'RangeError', 'the output bias must be finite, got Infinity'],
    ];
    for (const [standardisation, kind, message] of cases) {
      expectRefusal(
        () => foldStandardisation(network, standardisation as Standardisation),
        kind,
        `foldStandardisation: ${message}`,
      );
    }
  });
});
