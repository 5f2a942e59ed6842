import { describe, expect, it } from 'vitest';
import { bdso, dataset, shallowNetwork, toBdso, toNetwork } from 'relu-splines';
import { kernelRegression } from 'relu-splines/limits';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';

describe('kernelRegression at the edges', () => {
  const data = dataset([0, 1], [1, 2]);

  it('fits equal x with different y in the mean, and says that it does not interpolate', () => {
    const spline = bdso({ breakpoints: [-1, 0], deltaSlopes: [0, 0], orientations: [1, 1] });
    const got = kernelRegression(spline, dataset([0, 1, 1], [1, 2, 4]));
    expect(got.solution.deltaSlopes[0]).toBeCloseTo(1, 14);
    expect(got.solution.deltaSlopes[1]).toBeCloseTo(1, 14);
    expect(got.interpolates).toBe(false);
    expect(got.rank).toBe(2);
    expect(got.outOfRange).toBeCloseTo(Math.SQRT2, 14);
    expect(got.loss).toBeCloseTo(1, 14);
    // Equal y at equal x can be met, though the rank is still below the number of data.
    const tied = kernelRegression(spline, dataset([0, 1, 1], [1, 3, 3]));
    expect(tied.interpolates).toBe(true);
    expect(tied.rank).toBe(2);
  });

  it('holds the output bias and the constants of units that are not trained', () => {
    const network = shallowNetwork({
      inputWeights: [1, 0],
      inputBiases: [0, 3],
      outputWeights: [0, 2],
      outputBias: 5,
    });
    // f = 5 + 6 before: the one feature, x itself, takes what is left of y.
    const slopes = kernelRegression(network, dataset([2], [15]), { trained: 'delta-slopes' });
    expect(slopes.solution).toEqual({ ...network, outputWeights: Float64Array.of(2, 2) });
    // Features 2 and 3: the change is along them, 4/13 of each.
    const { solution } = kernelRegression(network, dataset([2], [15]));
    expect(solution.outputBias).toBe(5);
    expect(solution.outputWeights[0]).toBeCloseTo(8 / 13, 14);
    expect(solution.outputWeights[1]).toBeCloseTo(2 + 12 / 13, 14);
    const fromZero = kernelRegression(network, dataset([2], [15]), { start: 'zero' });
    expect(fromZero.solution.outputWeights[0]).toBeCloseTo(20 / 13, 14);
    expect(fromZero.solution.outputWeights[1]).toBeCloseTo(30 / 13, 14);
  });

  it('takes no units, and units that see nothing', () => {
    const none = kernelRegression(bdso({ breakpoints: [], deltaSlopes: [], orientations: [] }), data);
    expect(none.rank).toBe(0);
    expect(none.margin).toEqual({ kept: 1, dropped: 0 });
    expect(none.loss).toBeCloseTo(2.5, 14);
    expect(none.interpolates).toBe(false);
    const dead = bdso({ breakpoints: [1, 0], deltaSlopes: [3, 4], orientations: [1, -1] });
    const kept = kernelRegression(dead, data);
    expect(Array.from(kept.solution.deltaSlopes)).toEqual([3, 4]);
    expect(kept.distance).toBe(0);
    expect(kept.norm).toBe(5);
    const constant = kernelRegression({ ...toNetwork(dead), outputBias: 0 }, dataset([0], [0]));
    expect(constant.interpolates).toBe(true);
  });

  it('hands back the kind of form that it got, and leaves it alone', () => {
    const spline = bdso({ breakpoints: [-1], deltaSlopes: [1], orientations: [1] });
    expectPure((form) => kernelRegression(form, data), spline);
    expectPure((form) => kernelRegression(form, data), toNetwork(spline));
    const facing = bdso({ breakpoints: [-1, 0.5], deltaSlopes: [1, 0], orientations: [1, 1] });
    expect(kernelRegression(facing, data).method).toBe('gaps');
    expectPure((form) => kernelRegression(form, data), facing);
    expectPure((form) => kernelRegression(form, data), toNetwork(facing));
    expect(kernelRegression(toBdso(toNetwork(spline)), data).solution).toHaveProperty('breakpoints');
    expect(kernelRegression(toNetwork(spline), data).solution).toHaveProperty('inputWeights');
  });

  it('refuses what it cannot use', () => {
    const spline = bdso({ breakpoints: [-1], deltaSlopes: [1], orientations: [1] });
    const refused = (options: object, kind: 'RangeError' | 'TypeError', message: string): void => {
      expectRefusal(() => kernelRegression(spline, data, options), kind, `kernelRegression: ${message}`);
    };
    refused(
      { trained: 'output-weights' },
      'RangeError',
      "trained must be 'delta-slopes' for a spline, which has no output weights; toNetwork gives it some",
    );
    refused(
      { trained: 'weights' },
      'RangeError',
      `trained must be 'output-weights' or 'delta-slopes', got "weights"`,
    );
    refused({ start: 0 }, 'RangeError', "start must be 'given' or 'zero', got 0");
    refused({ threshold: 0 }, 'RangeError', 'threshold must be positive, got 0');
    refused({ threshold: 1 }, 'RangeError', 'threshold must be below 1, got 1');
    refused({ threshold: NaN }, 'RangeError', 'threshold must be finite, got NaN');
    const uneven = { ...spline, deltaSlopes: Float64Array.of(1, 2) };
    expectRefusal(
      () => kernelRegression(uneven, data),
      'ShapeError',
      'kernelRegression: spline.deltaSlopes must have the length of breakpoints, 1, got 2',
    );
    expectRefusal(
      () => kernelRegression([] as never, data),
      'TypeError',
      'kernelRegression: form must be a ShallowNetwork or a Bdso, got an array of length 0',
    );
    expectRefusal(
      () => kernelRegression(spline, null as never),
      'TypeError',
      'kernelRegression: data must be an object, got null',
    );
    expectRefusal(
      () => kernelRegression(spline, data, null as never),
      'TypeError',
      'kernelRegression: options must be an object, got null',
    );
    const huge = shallowNetwork({ inputWeights: [1e308, 1], inputBiases: [1e308, 1], outputWeights: [0, 0] });
    expectRefusal(
      () => kernelRegression(huge, data),
      'RangeError',
      'kernelRegression: the features of the units at the data must be finite; a weight is too large or too small',
    );
  });
});
