import { expect, it } from 'vitest';
import { generalLaw, randomStream } from 'relu-splines/init';
import type { Density, RandomStream } from 'relu-splines/init';
import { expectRefusal } from '../laws/refusal.js';

const box: Density = { pdf: () => 0.5, support: [-1, 1] };
const withBias = (b: Density) => (): unknown => generalLaw({ b, w: box, v: box });

it('densities that do not integrate to 1', () => {
  expect(withBias({ pdf: () => 1, support: [-1, 1] })).toThrow(
    /^generalLaw: b\.pdf must integrate to 1, got (2|1\.9{9}\d*|2\.0{9}\d*) ± \de-\d+$/,
  );
  expectRefusal(
    () => generalLaw({ b: box, w: box, v: { pdf: () => 0 } }),
    'RangeError',
    'generalLaw: v.pdf must integrate to 1, got 0 ± 0',
  );
  // Diverges: what is said is not trusted, whatever it is.
  expect(withBias({ pdf: (x) => 1 / (1 + Math.abs(x)) })).toThrow(
    /^generalLaw: b\.pdf must integrate to 1, got \S+ ± \S+$/,
  );
  // A Gaussian without its factor.
  expect(withBias({ pdf: (x) => Math.exp((-x * x) / 2) })).toThrow(
    /^generalLaw: b\.pdf must integrate to 1, got 2\.50662827463\d* ± \S+$/,
  );
});

it('densities that are negative or no numbers', () => {
  // −1/2 on half of [0, 1], 5/2 on the other.
  expect(withBias({ pdf: (x) => (x < 0.5 ? -0.5 : 2.5), support: [0, 1], splitAt: [0.5] })).toThrow(
    /^generalLaw: b\.pdf must not be negative, got an integral of -0\.25\d* where it is$/,
  );
  expectRefusal(
    withBias({ pdf: () => NaN, support: [0, 1] }),
    'RangeError',
    'generalLaw: b.pdf must be finite inside its support, got an integral of NaN',
  );
});

it('the wrong kind of thing', () => {
  expectRefusal(
    // @ts-expect-error -- no function
    withBias({ pdf: 1 }),
    'TypeError',
    'generalLaw: b.pdf must be a function, got 1',
  );
  expectRefusal(
    withBias({ pdf: () => 1, support: [1, 0] }),
    'RangeError',
    'generalLaw: b.support must increase, got 1 and 0',
  );
  expectRefusal(
    withBias({ pdf: () => 1, support: [0, NaN] }),
    'RangeError',
    'generalLaw: b.support[1] must not be NaN',
  );
  expectRefusal(
    withBias({ pdf: () => 1, support: [NaN, 1] }),
    'RangeError',
    'generalLaw: b.support[0] must not be NaN',
  );
  expectRefusal(
    // @ts-expect-error -- no interval
    withBias({ pdf: () => 1, support: 1 }),
    'TypeError',
    'generalLaw: b.support must be an object, got 1',
  );
  expectRefusal(
    // @ts-expect-error -- misspelt
    () => generalLaw({ b: box, w: box, v: box }, { tolerance: 1 }),
    'TypeError',
    'generalLaw: unknown option "tolerance"; there are relativeTolerance, maxEvaluations',
  );
  expectRefusal(
    withBias({ ...box, splitAt: [0, Infinity] }),
    'RangeError',
    'generalLaw: b.splitAt[1] must be finite, got Infinity',
  );
  // @ts-expect-error -- no densities
  expectRefusal(() => generalLaw(), 'TypeError', 'generalLaw: densities must be an object, got undefined');
  expectRefusal(
    // @ts-expect-error -- one density is missing
    () => generalLaw({ b: box, w: box }),
    'TypeError',
    'generalLaw: v must be an object, got undefined',
  );
});

it('places and probabilities', () => {
  const law = generalLaw({
    b: { pdf: () => 1, support: [0, 1] },
    w: { pdf: () => 1, support: [1, 2] },
    v: box,
  });
  expectRefusal(() => law.breakpoint.quantile(2), 'RangeError', 'quantile: p must be a probability, got 2');
  for (const name of ['pdf', 'logpdf', 'cdf', 'survival', 'estimate'] as const) {
    expectRefusal(() => law.breakpoint[name](NaN), 'RangeError', `${name}: x must not be NaN`);
  }
  for (const name of ['pdf', 'logpdf', 'cdf', 'estimate'] as const) {
    expectRefusal(() => law.joint[name](NaN, 0), 'RangeError', `${name}: breakpoint must not be NaN`);
    expectRefusal(() => law.joint[name](0, NaN), 'RangeError', `${name}: deltaSlope must not be NaN`);
  }
  for (const name of ['deltaSlopeGiven', 'inputWeightSecondMomentGiven', 'kernelWeight'] as const) {
    expectRefusal(() => law[name](NaN), 'RangeError', `${name}: breakpoint must be finite, got NaN`);
  }
  expectRefusal(
    () => law.deltaSlopeGiven(2),
    'RangeError',
    'deltaSlopeGiven: breakpoint must have a positive density, got 2',
  );
  expectRefusal(
    () => law.inputWeightSecondMomentGiven(2),
    'RangeError',
    'inputWeightSecondMomentGiven: breakpoint must have a positive density, got 2',
  );
  const completed = (beta: number, mu: number, stream: unknown) => (): unknown =>
    law.completeInputWeight(beta, mu, stream as RandomStream);
  expectRefusal(
    completed(-0.5, 0.1, null),
    'TypeError',
    'completeInputWeight: stream must be an object, got null',
  );
  expectRefusal(
    completed(NaN, 0.1, randomStream(1)),
    'RangeError',
    'completeInputWeight: breakpoint must be finite, got NaN',
  );
  expectRefusal(
    completed(-0.5, Infinity, randomStream(1)),
    'RangeError',
    'completeInputWeight: deltaSlope must be finite, got Infinity',
  );
  expectRefusal(
    () => law.completeInputWeight(2, 0.1, randomStream(1)),
    'RangeError',
    'completeInputWeight: breakpoint and deltaSlope must have a positive density, got 2 and 0.1',
  );
});
