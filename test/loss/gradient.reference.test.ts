import { describe, it } from 'vitest';
import { dataset, evaluate, lossAndGradient, residuals } from 'relu-splines';
import { expectWithin, networkOf, referenceCases } from '../reference/load.js';
import type { ReferenceNetwork } from '../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
}
interface Expected {
  readonly loss: number;
  readonly gradient: number[];
  readonly f: number[];
}

describe('loss and gradient against exact rational arithmetic (derivatives.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('derivatives')) {
    it(name, () => {
      const network = networkOf(input.net);
      const data = dataset(input.x, input.y);
      const { loss, gradient } = lossAndGradient(network, data);
      expectWithin(loss, expected.loss, tolerance.loss, 'loss');
      expectWithin(gradient, expected.gradient, tolerance.gradient, 'gradient');
      expectWithin(evaluate(network, input.x), expected.f, tolerance.f, 'f');
      const epsilon = residuals(network, data);
      const f = new Float64Array(input.x.length);
      data.order.forEach((index, n) => {
        f[index] = data.y[n] - epsilon[n];
      });
      // One subtraction more than the reference allows for.
      const slack = { ...tolerance.f, abs: (tolerance.f.abs as number) * 2 };
      expectWithin(f, expected.f, slack, 'f from residuals');
    });
  }
});
