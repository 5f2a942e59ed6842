import { describe, expect, it } from 'vitest';
import { criticality, dataset, shallowNetwork } from 'relu-splines';
import { describeCriticality } from '../../../src/loss/critical/critical-words.js';

const network = shallowNetwork({ inputWeights: [1], inputBiases: [-1], outputWeights: [1] });
/** One unit on the second datum. */
const found = criticality(network, dataset([0, 1, 2], [-2, 2, 1]));
const [unit] = found.stuck;

describe('what a point is, in words', () => {
  it('counts flat directions and quotes what was fitted', () => {
    const inertia = { ...found.inertia, zero: 1 };
    expect(describeCriticality('global-minimum', { ...found, inertia, residualLevel: 0 })).toBe(
      'A global minimum: every datum is fitted to 0 of the terms that make it, with 1 flat direction.',
    );
    const many = { ...found, inertia: { ...inertia, zero: 2 }, residualLevel: 1.26e-12 };
    expect(describeCriticality('global-minimum', many)).toBe(
      'A global minimum: every datum is fitted to 1.3e-12 of the terms that make it, with 2 flat directions.',
    );
    expect(describeCriticality('local-minimum', many)).toBe(
      'A local minimum, least squares over its activation cell: no network with the same activations fits better (2 flat directions).',
    );
  });

  it('counts directions of negative curvature, and units', () => {
    const saddle = (negative: number): string =>
      describeCriticality('strict-saddle', { ...found, inertia: { ...found.inertia, negative } });
    expect(saddle(1)).toBe(
      'A strict saddle: 1 direction of negative curvature, one for each unit with v = 0 that has a reason to grow.',
    );
    expect(saddle(3)).toMatch(/^A strict saddle: 3 directions of/);
    expect(describeCriticality('generalised-critical-point', { ...found, stuck: [unit, unit] })).toBe(
      'A generalised critical point: the gradient does not vanish, but would with the right part-time activity of 2 units stuck on data.',
    );
  });

  it('says of what is not critical how far it is, and whether part-time activity would help', () => {
    const levels = { ...found, tolerance: 1e-8, smoothLevel: 0.25, generalisedLevel: 0.001 };
    expect(describeCriticality('not-critical', levels)).toBe(
      'Not critical at 1e-8, but nearly a generalised critical point: with part-time activity of 1 unit stuck on data the gradient vanishes to 0.001 of its terms, without it only to 0.25.',
    );
    const plain =
      'Not critical: the gradient vanishes only to 0.25 of its terms, against a tolerance of 1e-8.';
    expect(describeCriticality('not-critical', { ...levels, stuck: [] })).toBe(plain);
    expect(describeCriticality('not-critical', { ...levels, generalisedLevel: 0.25 })).toBe(plain);
  });
});
