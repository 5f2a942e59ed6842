import { describe, expect, it } from 'vitest';

import { evaluateDeep, deepTorchDefault, inducedBreakpoints } from '../../../src/deep/index.js';
import {
  DEPTH_TARGET_NAMES,
  depthTargets,
  evenWidths,
} from '../../../src/experiments/depth/depth-targets.js';
import { piecesByDepth } from '../../../src/experiments/depth/pieces-by-depth.js';
import { printedPieces } from '../../../src/experiments/depth/pieces-by-depth-conclusion.js';
import { linspace } from '../../../src/experiments/linspace.js';
import { randomStream } from '../../../src/numeric/streams.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const { definition } = piecesByDepth;
const { config, claims, rows, runs } = piecesByDepth(definition.reduced);

itBearsOut(assertedOf(claims));

it('asserts three claims and compares with print', () => {
  expect(assertedOf(claims)).toHaveLength(3);
  const compared = rows.filter(({ printed }) => printed !== undefined);
  expect(compared).toHaveLength(4);
  // 40 without spread beside 40 without spread.
  expect(compared[0].verdict).toBe('agrees');
});

it('is a function of the seed', () => {
  const short = { ...config, steps: 50 };
  const point = { target: 'sine', depth: 4 } as const;
  expect(definition.run(short, point, 1)).toEqual(definition.run(short, point, 1));
  expect(runs.map(({ seed }) => seed)).toContain(1);
});

it('counts before training what a fine grid sees of the second layer', () => {
  const widths = evenWidths(40, 2);
  const { before } = definition.run({ ...config, steps: 1 }, { target: 'sine', depth: 2 }, 0);
  const start = deepTorchDefault({ widths }, randomStream(0, 0));
  // Net inputs of the second layer, one unit after another, as outputs of networks of one hidden layer.
  const reach = 1 + Math.max(...Array.from(inducedBreakpoints(start).breakpoints, Math.abs));
  const x = Float64Array.from({ length: 200_001 }, (_, i) => {
    // Finer about the origin, where breakpoints crowd.
    const t = i / 100_000 - 1;
    return reach * t ** 5;
  });
  const [first, second] = start.layers;
  let crossings = 0;
  for (let unit = 0; unit < second.outputs; unit++) {
    const weights = second.weights.slice(unit * second.inputs, (unit + 1) * second.inputs);
    const single = {
      outputs: 1,
      inputs: second.inputs,
      weights,
      biases: second.biases.slice(unit, unit + 1),
    };
    const z = evaluateDeep({ layers: [first, single] }, x);
    for (let n = 1; n < z.length; n++) if (z[n] > 0 !== z[n - 1] > 0) crossings++;
  }
  expect(before).toBe(widths[0] + crossings);
});

describe('transcription', () => {
  it('of print: 24 entries, whose sums by depth are', () => {
    const sum = (depth: number): number =>
      DEPTH_TARGET_NAMES.reduce((total, name) => total + (printedPieces(name, depth)?.mean ?? NaN), 0);
    expect([1, 2, 4, 5].map(sum)).toEqual([240, 307.25, 296.75, 259]);
    expect(printedPieces('sine', 3)).toBeUndefined();
    expect(printedPieces('sine', 2, 50)).toBeUndefined();
    expect(printedPieces('sine', 5)).toEqual({ mean: 62.25, spread: 15.1 });
  });

  it('of the functions: the polynomial is at most 2, the sawtooth has period 3 and amplitude 1', () => {
    const x = linspace(-3, 3, 601);
    const polynomial = x.map(depthTargets.polynomial.value);
    expect(Math.max(...polynomial)).toBeCloseTo(2, 12);
    expect(Math.min(...polynomial)).toBeCloseTo(-1.5, 12);
    const saw = x.map(depthTargets.sawtooth.value);
    expect([Math.min(...saw), Math.max(...saw)]).toEqual([-1, 1]);
    expect(depthTargets.sawtooth.value(0.4)).toBeCloseTo(depthTargets.sawtooth.value(-2.6), 12);
  });
});

it('spreads units over layers as evenly as can be', () => {
  expect(evenWidths(40, 3)).toEqual([14, 13, 13]);
  expect(evenWidths(40, 5)).toEqual([8, 8, 8, 8, 8]);
});

it.each([
  [{ units: 3 }, 'pieces-by-depth: depths[2] must be an integer from 1 to 3, got 4'],
  [{ learningRate: 0 }, 'pieces-by-depth: learningRate must be positive, got 0'],
])('refuses %o', (bad, message) => {
  expect(() => piecesByDepth(bad)).toThrow(message);
});
