import { expect, it } from 'vitest';
import {
  fromCurvature,
  gaussianInit,
  glorotNormal,
  heNormal,
  randomStream,
  spiky,
  torchDefault,
  torchLaw,
  uniformBreakpoints,
  uniformInit,
} from 'relu-splines/init';
import { expectRefusal } from '../laws/refusal.js';

const stream = randomStream(1);
const interval = { low: -1, high: 1 };

it('widths that are not positive integers', () => {
  const makers = {
    gaussianInit: (width: number) => gaussianInit({ width, sigmaB: 1, sigmaW: 1, sigmaV: 1 }, stream),
    uniformInit: (width: number) => uniformInit({ width, aB: 1, aW: 1, aV: 1 }, stream),
    heNormal: (width: number) => heNormal({ width, sigmaB: 1 }, stream),
    glorotNormal: (width: number) => glorotNormal({ width, sigmaB: 1 }, stream),
    torchDefault: (width: number) => torchDefault({ width }, stream),
    uniformBreakpoints: (width: number) => uniformBreakpoints({ width, interval }, stream),
    spiky: (width: number) => spiky({ width, interval, height: 1 }, stream),
  };
  for (const [name, make] of Object.entries(makers)) {
    for (const width of [0, 2.5, -3, NaN]) {
      expectRefusal(
        () => make(width),
        'RangeError',
        `${name}: width must be an integer of at least 1, got ${width}`,
      );
    }
    for (const width of [2 ** 24 + 1, 2 ** 31, 1e15]) {
      expectRefusal(() => make(width), 'RangeError', `${name}: width must be at most 16777216, got ${width}`);
    }
  }
  expectRefusal(
    () => fromCurvature({ secondDerivative: Math.sin, interval, width: 2 }, stream),
    'RangeError',
    'fromCurvature: width must be an integer of at least 3, got 2',
  );
  expectRefusal(
    () => fromCurvature({ secondDerivative: Math.sin, interval, width: 1e15 }, stream),
    'RangeError',
    'fromCurvature: width must be at most 16777216, got 1000000000000000',
  );
});

it('scales', () => {
  expectRefusal(
    () => gaussianInit({ width: 1, sigmaB: 1, sigmaW: 0, sigmaV: 1 }, stream),
    'RangeError',
    'gaussianInit: sigmaW must be positive, got 0',
  );
  expectRefusal(
    () => gaussianInit({ width: 1, sigmaB: 1, sigmaW: 1, sigmaV: 1, sigmaOutputBias: -1 }, stream),
    'RangeError',
    'gaussianInit: sigmaOutputBias must not be negative, got -1',
  );
  expectRefusal(
    () => uniformInit({ width: 1, aB: Infinity, aW: 1, aV: 1 }, stream),
    'RangeError',
    'uniformInit: aB must be finite, got Infinity',
  );
  expectRefusal(
    () => glorotNormal({ width: 1, sigmaB: -1 }, stream),
    'RangeError',
    'glorotNormal: sigmaB must be positive, got -1',
  );
  expectRefusal(
    () => spiky({ width: 3, interval, height: 0 }, stream),
    'RangeError',
    'spiky: height must be positive, got 0',
  );
});

it('no stream, no options', () => {
  expectRefusal(
    // @ts-expect-error -- no stream
    () => torchDefault({ width: 2 }),
    'TypeError',
    'torchDefault: stream must be an object, got undefined',
  );
  expectRefusal(
    // @ts-expect-error -- no options
    () => spiky(),
    'TypeError',
    'spiky: options must be an object, got undefined',
  );
});

it('uniformBreakpoints', () => {
  const options = { width: 3, interval };
  expectRefusal(
    () => uniformBreakpoints({ ...options, interval: { low: 1, high: 1 } }, stream),
    'RangeError',
    'uniformBreakpoints: interval.low must be below interval.high, got 1 and 1',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, values: [1, 2] }, stream),
    'ShapeError',
    'uniformBreakpoints: values must have the length of the grid, 3, got 2',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, grid: 'left-end', values: [1, 2, 3] }, stream),
    'ShapeError',
    'uniformBreakpoints: values must have the length of the grid, 4, got 3',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, values: (x) => 1 / x }, stream),
    'RangeError',
    'uniformBreakpoints: values[1] must be finite, got Infinity',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, values: [1, 2, 3], orientations: [-1, 1, 1] }, stream),
    'RangeError',
    'uniformBreakpoints: orientations[0] must be 1 where values are given, got -1',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, orientations: [1, 0, 1] }, stream),
    'RangeError',
    'uniformBreakpoints: orientations[1] must be 1 or -1, got 0',
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, orientations: [1, 1] }, stream),
    'ShapeError',
    'uniformBreakpoints: orientations must have the length of the units, 3, got 2',
  );
  expectRefusal(
    // @ts-expect-error -- no such orientation
    () => uniformBreakpoints({ ...options, orientations: 'up' }, stream),
    'RangeError',
    "uniformBreakpoints: orientations must be 'random', 'right', 'left' or an array of 1 and -1, got \"up\"",
  );
  expectRefusal(
    // @ts-expect-error -- no such grid
    () => uniformBreakpoints({ ...options, grid: 'ends' }, stream),
    'RangeError',
    "uniformBreakpoints: grid must be 'both-ends' or 'left-end', got \"ends\"",
  );
  expectRefusal(
    () => uniformBreakpoints({ ...options, noise: -0.1 }, stream),
    'RangeError',
    'uniformBreakpoints: noise must not be negative, got -0.1',
  );
  // An array may start with −1 where the function is 0.
  expect(uniformBreakpoints({ ...options, orientations: [-1, 1, 1] }, stream).inputWeights[0]).toBe(-1);
});

it('spiky', () => {
  expectRefusal(
    () => spiky({ width: 3, knots: 4, interval, height: 1 }, stream),
    'RangeError',
    'spiky: knots must be an integer from 1 to 3, got 4',
  );
  expectRefusal(
    () => spiky({ width: 3, interval, height: 1, spareBreakpoint: NaN }, stream),
    'RangeError',
    'spiky: spareBreakpoint must be finite, got NaN',
  );
});

it('fromCurvature', () => {
  const options = { secondDerivative: Math.sin, interval, width: 5 };
  expectRefusal(
    // @ts-expect-error -- no function
    () => fromCurvature({ ...options, secondDerivative: 2 }, stream),
    'TypeError',
    'fromCurvature: secondDerivative must be a function, got 2',
  );
  expectRefusal(
    () => fromCurvature({ ...options, secondDerivative: (x) => 1 / x }, stream),
    'RangeError',
    'fromCurvature: f″/p at the breakpoint 0 must be finite, got Infinity',
  );
  expectRefusal(
    () =>
      fromCurvature(
        { ...options, law: torchLaw({ width: 4 }).deltaSlope, interval: { low: 1, high: 2 } },
        stream,
      ),
    'RangeError',
    'fromCurvature: law must have mass between 1 and 2, got 0',
  );
  expectRefusal(
    // @ts-expect-error -- no such placement
    () => fromCurvature({ ...options, placement: 'grid' }, stream),
    'RangeError',
    "fromCurvature: placement must be 'quantile-grid' or 'random', got \"grid\"",
  );
  expectRefusal(
    () => fromCurvature({ ...options, slope: Infinity }, stream),
    'RangeError',
    'fromCurvature: slope must be finite, got Infinity',
  );
});
