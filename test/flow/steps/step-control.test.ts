import { describe, expect, it } from 'vitest';
import { EXPLICIT, IMPLICIT, isStiff, nextStep, stiffCount } from '../../../src/flow/steps/methods.js';
import type { Attempt } from '../../../src/flow/steps/stepper.js';

const attempt = (stiffness: number): Attempt => ({ error: 0, loss: 0, evaluations: 6, stiffness });

describe('the step that an error asks for', () => {
  it('brings the error to one, with a margin: h to the power of 5 or 4', () => {
    for (const error of [0.01, 0.5, 2, 300]) {
      for (const [method, order] of [
        [EXPLICIT, 5],
        [IMPLICIT, 4],
      ] as const) {
        // The power is of single precision.
        const growth = nextStep(method, 3, error) / 3 / 0.9;
        expect(Math.abs(growth * error ** (1 / order) - 1)).toBeLessThan(1e-7);
      }
    }
  });

  it('is at most five times as long and at least a tenth', () => {
    for (const method of [EXPLICIT, IMPLICIT]) {
      expect(nextStep(method, 2, 0)).toBe(10);
      expect(nextStep(method, 2, 1e-9)).toBe(10);
      expect(nextStep(method, 2, 1e12)).toBe(0.2);
      expect(nextStep(method, 2, Infinity)).toBe(0.2);
    }
  });
});

describe('stiffness', () => {
  it('is fifteen steps at the edge of stability, six of the others taking one back', () => {
    let count = 0;
    for (let step = 1; step <= 15; step++) {
      expect(isStiff(count)).toBe(false);
      count = stiffCount(count, attempt(3.3));
      expect(count).toBe(step);
    }
    expect(isStiff(count)).toBe(true);
    for (let step = 0; step < 6; step++) count = stiffCount(count, attempt(3.25));
    expect(Math.abs(count - 14)).toBeLessThan(1e-14);
    expect(stiffCount(0, attempt(0))).toBe(0);
    expect(stiffCount(0.1, attempt(0))).toBe(0);
  });
});
