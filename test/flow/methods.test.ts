import { describe, expect, it } from 'vitest';
import { dataset, evaluate, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import { mergeTies } from '../../src/data/merged-data.js';
import { EXPLICIT, IMPLICIT } from '../../src/flow/methods.js';
import type { Method } from '../../src/flow/methods.js';
import { modeField, modeFieldInto } from '../../src/flow/mode-field.js';
import { modesOf } from '../../src/flow/modes.js';
import { parametersOf } from '../../src/flow/parameters.js';
import { commit, stepper } from '../../src/flow/stepper.js';
import { distance, smooth } from './flow.help.js';

describe('the two methods', () => {
  /** The error at time 0.5 of a smooth flow in steps of fixed length, by a tolerance that lets every step pass. */
  const errorOf = (method: Method, steps: number, wanted: Float64Array): number => {
    const { network, data } = smooth;
    const field = modeField(mergeTies(data));
    const modes = modesOf(network, data.x);
    const run = stepper(field, parametersOf(network));
    modeFieldInto(run.velocity, field, run.state, modes);
    for (let step = 0; step < steps; step++) {
      method.step(run, field, modes, 0.5 / steps, { relative: 1e6, absolute: 1e6 });
      commit(run);
    }
    return distance(run.state, wanted);
  };

  it.each([
    { method: EXPLICIT, order: 5 },
    { method: IMPLICIT, order: 4 },
  ])('$method.name: of order $order', ({ method, order }) => {
    const { network, data } = smooth;
    const wanted = parametersOf(gradientFlow(network, data, { time: 0.5, relativeTolerance: 1e-13 }).network);
    const ratio = errorOf(method, 10, wanted) / errorOf(method, 20, wanted);
    // Halving the step divides the error by 2^order, and by more where a higher term of the error still leads.
    expect(Math.log2(ratio)).toBeGreaterThan(order - 0.3);
  });

  it('the dense output meets the state within the step, at both ends and between', () => {
    const { network, data } = smooth;
    const times = [0.01, 0.123, 0.25, 0.4, 0.5];
    for (const method of ['explicit', 'implicit'] as const) {
      const flow = gradientFlow(network, data, { time: 0.5, times, method, relativeTolerance: 1e-8 });
      flow.trajectory.forEach(({ time, network: there }) => {
        const exact = gradientFlow(network, data, { time, relativeTolerance: 1e-12 });
        // One order less than the step: ten times its tolerance.
        expect(distance(parametersOf(there), parametersOf(exact.network))).toBeLessThanOrEqual(1e-7);
      });
    }
  });

  /** A hundred units on noise, as the papers' white-noise runs have it (v = 0 at the start), scaled down. */
  const wide = (alpha: number): { readonly network: ShallowNetwork; readonly data: Dataset } => {
    const w = Array.from({ length: 100 }, (_, i) => (Math.sin(3 * i + 1) > 0 ? alpha : -alpha));
    return {
      network: shallowNetwork({
        inputWeights: w,
        inputBiases: w.map((weight, i) => -weight * (-3 + (6 * i) / 99)),
        outputWeights: new Float64Array(100),
      }),
      data: dataset(
        Array.from({ length: 11 }, (_, n) => -2.5 + n / 2),
        Array.from({ length: 11 }, (_, n) => 2 * Math.sin(n * n + 1)),
      ),
    };
  };

  it('auto turns to the implicit one where the explicit one would need many more steps', () => {
    const { network, data } = wide(3);
    const options = { loss: 1e-10 } as const;
    const auto = gradientFlow(network, data, options);
    const implicit = gradientFlow(network, data, { ...options, method: 'implicit' });
    const explicit = gradientFlow(network, data, { ...options, method: 'explicit', steps: 3000 });
    expect([auto.status, implicit.status, explicit.status]).toEqual(['loss', 'loss', 'step-limit']);
    expect(auto.memory.method).toBe('implicit');
    expect(auto.stats.accepted).toBeLessThan(500);
    // The same function, by a different way there: tolerance 1e-6 a step.
    expect(distance(evaluate(auto.network, data.x), evaluate(implicit.network, data.x))).toBeLessThanOrEqual(
      1e-4,
    );
  });

  it.each([0.3, 1, 10, 100])(
    'white noise at α = %f: to a loss of 1e-10 or to rest, without a rise',
    (alpha) => {
      const { network, data } = wide(alpha);
      const flow = gradientFlow(network, data, { loss: 1e-10, steps: 20_000 });
      expect(['loss', 'stationary']).toContain(flow.status);
      // flow.md, section 2: never by more than 1e-6.
      expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-6);
      // Each unit may meet every datum once or twice; without a release rule that waits, they are many thousands.
      expect(flow.events.length).toBeLessThan(1000);
    },
  );
});
