import { describe, it } from 'vitest';
import {
  bdso,
  curvature,
  dataset,
  evaluate,
  foldStandardisation,
  fromPiecewiseLinear,
  functionRoughness,
  permute,
  piecewiseLinear,
  rescale,
  roughness,
  shallowNetwork,
  slopeAt,
  toBdso,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import { naturalCubicSpline } from 'relu-splines/splines';
import { expectRefusal } from '../laws/refusal.js';

const network = shallowNetwork({ inputWeights: [1], inputBiases: [2], outputWeights: [3] });
const spline = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
const pieces = piecewiseLinear({ knots: [0], slopes: [0, 1], intercepts: [0, 0] });
const units = { xMean: 0, xScale: 1, yMean: 0, yScale: 1 };

/** Callers without types: every function by its name, with what it takes. */
type Untyped = (form: never) => unknown;
const takesNetwork: Record<string, Untyped> = {
  toBdso,
  rescale: (form: typeof network) => rescale(form, 2),
  permute: (form: typeof network) => permute(form, [0]),
  foldStandardisation: (form: typeof network) => foldStandardisation(form, units),
};
const takesUnits: Record<string, Untyped> = {
  toPiecewiseLinear,
  roughness: (form: typeof network) => roughness(form),
};
const takesAnyForm: Record<string, Untyped> = {
  evaluate: (form: typeof network) => evaluate(form, 0),
  slopeAt: (form: typeof network) => slopeAt(form, 0),
  curvature,
  functionRoughness: (form: typeof network) => functionRoughness(form),
};

describe('what is not the form that a function takes is refused by name', () => {
  for (const [name, call] of Object.entries(takesNetwork)) {
    it(name, () => {
      expectRefusal(
        () => call(undefined as never),
        'TypeError',
        `${name}: network must be an object, got undefined`,
      );
      expectRefusal(
        () => call(spline as never),
        'TypeError',
        `${name}: network must be a ShallowNetwork, got a Bdso: use toNetwork first`,
      );
    });
  }

  it('toNetwork and fromPiecewiseLinear', () => {
    expectRefusal(() => toNetwork(3 as never), 'TypeError', 'toNetwork: spline must be an object, got 3');
    expectRefusal(
      () => toNetwork({ ...spline, orientations: [1] } as never),
      'TypeError',
      'toNetwork: spline.orientations must be of type Int8Array, as bdso makes it, got an array of length 1',
    );
    expectRefusal(
      () => toNetwork({ ...spline, orientations: Float64Array.of(1) } as never),
      'TypeError',
      'toNetwork: spline.orientations must be of type Int8Array, as bdso makes it, got an object',
    );
    expectRefusal(
      () => toNetwork(pieces as never),
      'TypeError',
      'toNetwork: spline must be a Bdso, got a PiecewiseLinear: use fromPiecewiseLinear first',
    );
    expectRefusal(
      () => evaluate(naturalCubicSpline(dataset([0, 1, 2], [0, 1, 0])) as never, 1),
      'TypeError',
      'evaluate: pieces must be a PiecewiseLinear, got a PiecewisePolynomial: use evaluatePiecewise of relu-splines/splines',
    );
    expectRefusal(
      () => fromPiecewiseLinear(null as never),
      'TypeError',
      'fromPiecewiseLinear: pieces must be an object, got null',
    );
    expectRefusal(
      () => fromPiecewiseLinear({ ...pieces, slopes: [0, 1] } as never),
      'TypeError',
      'fromPiecewiseLinear: pieces.slopes must be of type Float64Array, as piecewiseLinear makes it, got an array of length 2',
    );
    expectRefusal(
      () => fromPiecewiseLinear({ ...pieces, knots: [0] } as never),
      'TypeError',
      'fromPiecewiseLinear: pieces.knots must be of type Float64Array, as piecewiseLinear makes it, got an array of length 1',
    );
    expectRefusal(
      () => fromPiecewiseLinear({ ...pieces, knots: new Float64Array(4) }),
      'ShapeError',
      'fromPiecewiseLinear: pieces.slopes must have one entry more than knots, 5, got 2',
    );
  });

  for (const [name, call] of Object.entries(takesUnits)) {
    it(name, () => {
      const rule = `${name}: form must be a ShallowNetwork or a Bdso`;
      expectRefusal(() => call(null as never), 'TypeError', `${rule}, got null`);
      expectRefusal(() => call([1, 2] as never), 'TypeError', `${rule}, got an array of length 2`);
      expectRefusal(
        () => call(pieces as never),
        'TypeError',
        `${rule}, got a PiecewiseLinear: use fromPiecewiseLinear first`,
      );
    });
  }

  for (const [name, call] of Object.entries(takesAnyForm)) {
    it(name, () => {
      const rule = `${name}: form must be a ShallowNetwork, a Bdso or a PiecewiseLinear`;
      expectRefusal(() => call(undefined as never), 'TypeError', `${rule}, got undefined`);
      expectRefusal(() => call({} as never), 'TypeError', `${rule}, got an object`);
      expectRefusal(
        () => call({ inputWeights: [1], inputBiases: [2], outputWeights: [3], outputBias: 0 } as never),
        'TypeError',
        `${name}: network.inputWeights must be of type Float64Array, as shallowNetwork makes it, got an array of length 1`,
      );
      expectRefusal(
        () => call({ ...network, outputWeights: new Float64Array(3) } as never),
        'ShapeError',
        `${name}: network.outputWeights must have the length of inputWeights, 1, got 3`,
      );
      expectRefusal(
        () => call({ ...network, outputBias: NaN } as never),
        'RangeError',
        `${name}: network.outputBias must be finite, got NaN`,
      );
      expectRefusal(
        () => call({ ...spline, deltaSlopes: new Float64Array(3) } as never),
        'ShapeError',
        `${name}: spline.deltaSlopes must have the length of breakpoints, 1, got 3`,
      );
      expectRefusal(
        () => call({ ...spline, outputBias: NaN } as never),
        'RangeError',
        `${name}: spline.outputBias must be finite, got NaN`,
      );
      expectRefusal(
        () => call({ ...pieces, intercepts: new Float64Array(3) } as never),
        'ShapeError',
        `${name}: pieces.intercepts must have one entry more than knots, 2, got 3`,
      );
    });
  }
});
