import { describe, expect, it } from 'vitest';
import { evaluate } from 'relu-splines';
import { conservedQuantities, gradientFlow } from 'relu-splines/flow';
import { mergeTies } from '../../../src/data/merged-data.js';
import { EXPLICIT, IMPLICIT } from '../../../src/flow/steps/methods.js';
import type { Method } from '../../../src/flow/steps/methods.js';
import { modeField, modeFieldInto } from '../../../src/flow/steps/mode-field.js';
import { modesOf } from '../../../src/flow/steps/modes.js';
import { parametersOf } from '../../../src/forms/parameters.js';
import { commit, stepper } from '../../../src/flow/steps/stepper.js';
import { distance, smooth, whiteNoise } from '../flow.help.js';

describe('the two methods', () => {
  /** The error at time 0.5 of a smooth flow in steps of fixed length, by a tolerance that lets every step pass. */
  const errorOf = (method: Method, steps: number, wanted: Float64Array): number => {
    const { network, data } = smooth;
    const field = modeField(mergeTies(data));
    const modes = modesOf(network, data);
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

  it('auto turns to the implicit one where the explicit one would need many more steps', () => {
    const { network, data } = whiteNoise({ alpha: 3, seed: 0, width: 100 });
    const options = { loss: 1e-10 } as const;
    const auto = gradientFlow(network, data, options);
    const implicit = gradientFlow(network, data, { ...options, method: 'implicit' });
    const explicit = gradientFlow(network, data, { ...options, method: 'explicit', steps: 3000 });
    expect([auto.status, implicit.status, explicit.status]).toEqual(['loss', 'loss', 'step-limit']);
    expect(auto.memory.method).toBe('implicit');
    expect(auto.stats.accepted).toBeLessThan(1000);
    // The same function, by a different way there: tolerance 1e-6 a step.
    expect(distance(evaluate(auto.network, data.x), evaluate(implicit.network, data.x))).toBeLessThanOrEqual(
      1e-4,
    );
  });

  it.each([
    { alpha: 0.1, randomInputs: false },
    { alpha: 0.3, randomInputs: false },
    { alpha: 1, randomInputs: false },
    { alpha: 10, randomInputs: false },
    { alpha: 100, randomInputs: false },
    // Gaps down to 1e-3, where flow.md, section 4, has rises of 9e-5.
    { alpha: 0.3, randomInputs: true },
    { alpha: 1, randomInputs: true },
    { alpha: 10, randomInputs: true },
  ])(
    'white noise at α = $alpha, random x: $randomInputs: to a loss of 1e-10 or to rest, without a rise',
    (setting) => {
      for (const seed of [0, 1]) {
        const { network, data } = whiteNoise({ ...setting, seed, width: 100 });
        const flow = gradientFlow(network, data, { loss: 1e-10, steps: 20_000 });
        expect(['loss', 'stationary']).toContain(flow.status);
        // A few roundings of the loss: flow.md, section 2, asks for 1e-6.
        expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-13);
        // Each unit may meet every datum once or twice; without a release rule that waits, they are many thousands.
        expect(flow.events.length).toBeLessThan(1000);
        expect(flow.stats.mostCaptures).toBeLessThan(20);
        const before = conservedQuantities(network);
        const drift = distance(conservedQuantities(flow.network), before);
        // Ten times the tolerance, of w² + b² as it was at the start: α²(1 + β²), 10α² at most.
        expect(drift).toBeLessThanOrEqual(1e-5 * Math.max(1, 10 * setting.alpha ** 2));
      }
    },
  );
});
