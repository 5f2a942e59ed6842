import { describe, it } from 'vitest';
import { gaussianLaw, generalLaw, randomStream, uniformLaw } from 'relu-splines/init';
import type { Density, InitLaw, UnivariateLaw } from 'relu-splines/init';
import { expectSampleOf } from './laws.help.js';

const box = (low: number, high: number): Density => ({ pdf: () => 1 / (high - low), support: [low, high] });

const laws: Readonly<
  Record<string, () => Pick<InitLaw, 'joint' | 'breakpoint' | 'deltaSlope' | 'deltaSlopeGiven'>>
> = {
  gaussian: () => gaussianLaw({ sigmaB: 0.5, sigmaW: 2, sigmaV: 3 }),
  uniform: () => uniformLaw({ aB: 0.5, aW: 2, aV: 3 }),
  general: () => generalLaw({ b: box(-1, 0), w: box(1, 2), v: box(1, 3) }),
};

describe('few draws of a law', () => {
  it.each(Object.keys(laws))('are draws of each of its parts: %s', (name) => {
    const law = laws[name]();
    // Quantiles of a general law are roots of integrals.
    const count = name === 'general' ? 10 : 300;
    const parts: readonly UnivariateLaw[] = [law.breakpoint, law.deltaSlope, law.deltaSlopeGiven(0.25)];
    parts.forEach((part, k) => {
      expectSampleOf(part.sample(randomStream(k, 5), count), part.cdf, `${name}, part ${k}`);
    });
    const { breakpoints, deltaSlopes } = law.joint.sample(randomStream(3, 5), count);
    expectSampleOf(breakpoints, law.breakpoint.cdf, `${name}, breakpoints`);
    expectSampleOf(deltaSlopes, law.deltaSlope.cdf, `${name}, delta-slopes`);
  });
});
