import { expect, it } from 'vitest';
import { gaussianLaw, glorotLaw, heLaw, randomStream, torchLaw, uniformLaw } from 'relu-splines/init';
import { expectRefusal } from '../laws/refusal.js';

it('scales that are not positive and finite', () => {
  const scales = { sigmaB: 1, sigmaW: 1, sigmaV: 1 };
  const bounds = { aB: 1, aW: 1, aV: 1 };
  for (const [bad, rule] of [
    [0, 'positive, got 0'],
    [-2, 'positive, got -2'],
    [NaN, 'finite, got NaN'],
    [Infinity, 'finite, got Infinity'],
  ] as const) {
    for (const name of ['sigmaB', 'sigmaW', 'sigmaV'] as const) {
      expectRefusal(
        () => gaussianLaw({ ...scales, [name]: bad }),
        'RangeError',
        `gaussianLaw: ${name} must be ${rule}`,
      );
    }
    for (const name of ['aB', 'aW', 'aV'] as const) {
      expectRefusal(
        () => uniformLaw({ ...bounds, [name]: bad }),
        'RangeError',
        `uniformLaw: ${name} must be ${rule}`,
      );
    }
    expectRefusal(() => heLaw({ width: 3, sigmaB: bad }), 'RangeError', `heLaw: sigmaB must be ${rule}`);
    expectRefusal(
      () => glorotLaw({ width: 3, sigmaB: bad }),
      'RangeError',
      `glorotLaw: sigmaB must be ${rule}`,
    );
  }
  expectRefusal(
    // @ts-expect-error -- a missing scale
    () => gaussianLaw({ sigmaB: 1, sigmaW: 1 }),
    'TypeError',
    'gaussianLaw: sigmaV must be a number, got undefined',
  );
  // @ts-expect-error -- no options
  expectRefusal(() => uniformLaw(), 'TypeError', 'uniformLaw: bounds must be an object, got undefined');
});

it('widths that are not positive integers', () => {
  for (const [width, got] of [
    [0, '0'],
    [-1, '-1'],
    [2.5, '2.5'],
    [NaN, 'NaN'],
  ] as const) {
    const rule = `width must be an integer of at least 1, got ${got}`;
    expectRefusal(() => heLaw({ width, sigmaB: 1 }), 'RangeError', `heLaw: ${rule}`);
    expectRefusal(() => glorotLaw({ width, sigmaB: 1 }), 'RangeError', `glorotLaw: ${rule}`);
    expectRefusal(() => torchLaw({ width }), 'RangeError', `torchLaw: ${rule}`);
  }
});

it('more draws than an array is made for', () => {
  const law = heLaw({ width: 4, sigmaB: 1 });
  const stream = randomStream(1);
  for (const { sample } of [law.breakpoint, law.joint]) {
    expectRefusal(() => sample(stream, 1e15), 'RangeError', 'sample: count must be at most 16777216, got 1000000000000000'); // prettier-ignore
    expectRefusal(() => sample(stream, -1), 'RangeError', 'sample: count must be an integer of at least 0, got -1'); // prettier-ignore
  }
  // A law is a formula, which takes any width.
  expect(heLaw({ width: 1e15, sigmaB: 1 }).deltaSlope.variance).toBeCloseTo(4e-15, 25);
});

it('probabilities outside [0, 1], places that are NaN', () => {
  for (const law of [heLaw({ width: 4, sigmaB: 1 }), torchLaw({ width: 4 })]) {
    for (const one of [law.breakpoint, law.deltaSlope, law.deltaSlopeGiven(0.3)]) {
      for (const [p, got] of [
        [-1e-9, '-1e-9'],
        [1.5, '1.5'],
        [NaN, 'NaN'],
      ] as const) {
        expectRefusal(() => one.quantile(p), 'RangeError', `quantile: p must be a probability, got ${got}`);
      }
      for (const name of ['pdf', 'logpdf', 'cdf', 'survival'] as const) {
        expectRefusal(() => one[name](NaN), 'RangeError', `${name}: x must not be NaN`);
        expectRefusal(
          // @ts-expect-error -- a text is no place
          () => one[name]('0'),
          'TypeError',
          `${name}: x must be a number, got "0"`,
        );
      }
      expectRefusal(
        () => one.sample(randomStream(1), 1.5),
        'RangeError',
        'sample: count must be an integer of at least 0, got 1.5',
      );
      expectRefusal(
        // @ts-expect-error -- no stream
        () => one.sample(undefined, 1),
        'TypeError',
        'sample: stream must be an object, got undefined',
      );
    }
    for (const name of ['pdf', 'logpdf', 'cdf'] as const) {
      expectRefusal(() => law.joint[name](NaN, 0), 'RangeError', `${name}: breakpoint must not be NaN`);
      expectRefusal(() => law.joint[name](0, NaN), 'RangeError', `${name}: deltaSlope must not be NaN`);
    }
    expectRefusal(
      () => law.joint.sample(randomStream(1), -1),
      'RangeError',
      'sample: count must be an integer of at least 0, got -1',
    );
    expectRefusal(
      () => law.joint.sample(undefined as never, 1),
      'TypeError',
      'sample: stream must be an object, got undefined',
    );
    expectRefusal(
      () => law.completeInputWeight(0, 0, undefined as never),
      'TypeError',
      'completeInputWeight: stream must be an object, got undefined',
    );
    expectRefusal(
      () => law.deltaSlopeGiven(Infinity),
      'RangeError',
      'deltaSlopeGiven: breakpoint must be finite, got Infinity',
    );
    expectRefusal(
      () => law.inputWeightSecondMomentGiven(NaN),
      'RangeError',
      'inputWeightSecondMomentGiven: breakpoint must be finite, got NaN',
    );
    expectRefusal(
      () => law.completeInputWeight(NaN, 1, randomStream(1)),
      'RangeError',
      'completeInputWeight: breakpoint must be finite, got NaN',
    );
    expectRefusal(
      () => law.completeInputWeight(1, -Infinity, randomStream(1)),
      'RangeError',
      'completeInputWeight: deltaSlope must be finite, got -Infinity',
    );
  }
});

it('a unit that the uniform law cannot make', () => {
  const law = uniformLaw({ aB: 1, aW: 1, aV: 0.5 });
  expectRefusal(
    () => law.completeInputWeight(2, 0.3, randomStream(1)),
    'RangeError',
    'completeInputWeight: deltaSlope must be from -0.25 to 0.25 at the breakpoint 2, got 0.3',
  );
  // At the very end of the support |w| has no freedom.
  expect(Math.abs(law.completeInputWeight(2, 0.25, randomStream(1)))).toBe(0.5);
});

it('seeds and streams outside their range', () => {
  expectRefusal(
    () => randomStream(-1),
    'RangeError',
    'randomStream: seed must be an integer of at least 0, got -1',
  );
  expectRefusal(
    () => randomStream(1, 2 ** 53),
    'RangeError',
    `randomStream: stream must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}, got ${2 ** 53}`,
  );
});
