import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentKernel } from 'relu-splines/descent';
import { expectWithin, networkOf, referenceCases } from '../reference/load.js';
import type { ReferenceNetwork } from '../reference/load.js';

interface Input {
  readonly kind: string;
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
  readonly lr: number;
  readonly steps: number[];
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}
interface Expected {
  readonly theta: number[][];
  readonly loss: number[];
}

const cases = referenceCases<Input, Expected>('flow').filter(({ input }) => input.kind !== 'gradient-flow');

describe('gradient descent and Adam against PyTorch (flow.json)', () => {
  it('has its cases', () => {
    expect(cases.map(({ input }) => input.kind).sort()).toEqual([
      'adam',
      'adam',
      'adam',
      'adam',
      'gd',
      'gd',
      'gd',
    ]);
  });

  const kernels: DescentKernel[] = ['sweeps', 'moments'];
  describe.each(kernels)('by %s', (kernel) => {
    it.each(cases)('$name', ({ input, expected, tolerance }) => {
      const { kind, lr, steps, beta1, beta2, eps } = input;
      const method =
        kind === 'adam'
          ? ({ method: 'adam', betas: [beta1, beta2], epsilon: eps } as const)
          : ({ method: 'gd' } as const);
      const { trajectory } = descend(networkOf(input.net), dataset(input.x, input.y), {
        ...method,
        learningRate: lr,
        steps: Math.max(...steps),
        record: steps,
        kernel,
      });
      expect(trajectory.map(({ step }) => step)).toEqual(steps);
      const theta = trajectory.map(
        ({ network: { inputWeights, inputBiases, outputWeights, outputBias } }) => [
          ...inputWeights,
          ...inputBiases,
          ...outputWeights,
          outputBias,
        ],
      );
      expectWithin(theta, expected.theta, tolerance.theta, 'theta');
      expectWithin(
        trajectory.map(({ loss }) => loss),
        expected.loss,
        tolerance.loss,
        'loss',
      );
    });
  });
});
