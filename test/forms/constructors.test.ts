import { describe, expect, it } from 'vitest';
import { bdso, evaluate, shallowNetwork } from 'relu-splines';
import type { BdsoInit, ShallowNetworkInit } from 'relu-splines';
import { expectRefusal } from '../laws/refusal.js';

const weights = { inputWeights: [1, -2], inputBiases: [-0.5, 1], outputWeights: [0.3, -0.4] };
const units = { breakpoints: [2, -1], deltaSlopes: [0.5, 3], orientations: [1, -1] };

type Wrong<Init> = Partial<Record<keyof Init, unknown>>;
type Kind = 'TypeError' | 'RangeError' | 'ShapeError';

describe('shallowNetwork', () => {
  it('copies any array-likes, and the output bias defaults to 0', () => {
    const inputWeights = Float64Array.of(1, -2);
    const network = shallowNetwork({
      inputWeights,
      inputBiases: Float32Array.of(-0.5, 1),
      outputWeights: { length: 2, 0: 0.3, 1: -0.4 },
    });
    inputWeights[0] = 99;
    expect(network).toEqual({
      inputWeights: Float64Array.of(1, -2),
      inputBiases: Float64Array.of(-0.5, 1),
      outputWeights: Float64Array.of(0.3, -0.4),
      outputBias: 0,
    });
  });

  it('may have no units: it is the constant b₀', () => {
    const none = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 7 });
    expect(evaluate(none, [-1e9, 0, 1e9])).toEqual(Float64Array.of(7, 7, 7));
  });

  it('refuses what is not finite numbers of one length, and names the first bad one', () => {
    const cases: [Wrong<ShallowNetworkInit>, Kind, string][] = [
      [{ inputWeights: undefined }, 'TypeError', 'inputWeights must be an array of numbers, got undefined'],
      [{ inputWeights: '12' }, 'TypeError', 'inputWeights must be an array of numbers, got "12"'],
      [{ inputWeights: 3 }, 'TypeError', 'inputWeights must be an array of numbers, got 3'],
      [{ inputWeights: [1, null] }, 'TypeError', 'inputWeights[1] must be a number, got null'],
      [{ inputBiases: [[1], [2]] }, 'TypeError', 'inputBiases[0] must be a number, got an array of length 1'],
      [{ inputBiases: BigInt64Array.of(1n, 2n) }, 'TypeError', 'inputBiases[0] must be a number, got 1n'],
      [{ inputBiases: [0, NaN] }, 'RangeError', 'inputBiases[1] must be finite, got NaN'],
      [{ outputWeights: [-Infinity, NaN] }, 'RangeError', 'outputWeights[0] must be finite, got -Infinity'],
      [{ inputBiases: [1] }, 'ShapeError', 'inputBiases must have the length of inputWeights, 2, got 1'],
      [{ outputWeights: [] }, 'ShapeError', 'outputWeights must have the length of inputWeights, 2, got 0'],
      [{ outputBias: '1' }, 'TypeError', 'outputBias must be a number, got "1"'],
      [{ outputBias: null }, 'TypeError', 'outputBias must be a number, got null'],
      [{ outputBias: Infinity }, 'RangeError', 'outputBias must be finite, got Infinity'],
    ];
    for (const [wrong, kind, message] of cases) {
      expectRefusal(
        () => shallowNetwork({ ...weights, ...wrong } as ShallowNetworkInit),
        kind,
        `shallowNetwork: ${message}`,
      );
    }
    expectRefusal(
      () => shallowNetwork(undefined as unknown as ShallowNetworkInit),
      'TypeError',
      'shallowNetwork: weights must be an object, got undefined',
    );
  });

  it('reads before it allocates: an object may claim any length', () => {
    const liar = { length: Number.MAX_SAFE_INTEGER, 0: 1 };
    expectRefusal(
      () => shallowNetwork({ ...weights, inputWeights: liar }),
      'TypeError',
      'shallowNetwork: inputWeights[1] must be a number, got undefined',
    );
    expectRefusal(
      () => shallowNetwork({ ...weights, inputWeights: { length: -1 } }),
      'TypeError',
      'shallowNetwork: inputWeights must be an array of numbers, got an object',
    );
  });
});

describe('bdso', () => {
  it('copies any array-likes, and the output bias defaults to 0', () => {
    const orientations = Int8Array.of(1, -1);
    const spline = bdso({ ...units, orientations });
    orientations[0] = -1;
    expect(spline).toEqual({
      breakpoints: Float64Array.of(2, -1),
      deltaSlopes: Float64Array.of(0.5, 3),
      orientations: Int8Array.of(1, -1),
      outputBias: 0,
    });
  });

  it('gives a breakpoint at the origin no sign', () => {
    expect(bdso({ ...units, breakpoints: [-0, 0] }).breakpoints).toEqual(Float64Array.of(0, 0));
  });

  it('refuses what is not finite numbers of one length, and orientations other than ±1', () => {
    const cases: [Wrong<BdsoInit>, Kind, string][] = [
      [{ breakpoints: new Map() }, 'TypeError', 'breakpoints must be an array of numbers, got an object'],
      [{ breakpoints: [Infinity, 0] }, 'RangeError', 'breakpoints[0] must be finite, got Infinity'],
      [{ deltaSlopes: [1, NaN] }, 'RangeError', 'deltaSlopes[1] must be finite, got NaN'],
      [{ deltaSlopes: [1] }, 'ShapeError', 'deltaSlopes must have the length of breakpoints, 2, got 1'],
      [{ orientations: [1] }, 'ShapeError', 'orientations must have the length of breakpoints, 2, got 1'],
      [{ orientations: [1, 0] }, 'RangeError', 'orientations[1] must be 1 or -1, got 0'],
      // An Int8Array would make 1 of 257.
      [{ orientations: [257, 1] }, 'RangeError', 'orientations[0] must be 1 or -1, got 257'],
      [{ orientations: [true, false] }, 'TypeError', 'orientations[0] must be a number, got true'],
      [{ outputBias: NaN }, 'RangeError', 'outputBias must be finite, got NaN'],
    ];
    for (const [wrong, kind, message] of cases) {
      expectRefusal(() => bdso({ ...units, ...wrong } as BdsoInit), kind, `bdso: ${message}`);
    }
    expectRefusal(
      () => bdso('units' as unknown as BdsoInit),
      'TypeError',
      'bdso: units must be an object, got "units"',
    );
  });
});
