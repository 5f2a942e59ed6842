import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import { heNormal, randomStream } from 'relu-splines/init';
import { describe as describeNetwork, formatReport } from 'relu-splines/report';

/** The page as one line, so that words may be looked for wherever lines break. */
function pageOf(network: ShallowNetwork, data: Dataset, flowSteps = 0): string {
  return formatReport(describeNetwork(network, data, { flowSteps })).replaceAll(/\s+/g, ' ');
}

describe('words on stuck breakpoints', () => {
  // Units on the data at 1, 1, 0, 3 and 3; f = 2 − x at all data, so that the residuals are (0, pull, 0, 4). Beyond 1
  // they are 4 to the right, so a* = −4/pull; left of 3 they are pull, so a* = −pull/4.
  const at = (pull: number): Dataset => dataset([0, 1, 2, 3], [2, 1 + pull, 0, 3]);
  const network = shallowNetwork({
    inputWeights: [1, 2, -1, 1, -1],
    inputBiases: [-1, -2, 0, -3, 3],
    outputWeights: [1, -0.5, 5, 7, 1],
    outputBias: -1,
  });
  const states = (pull: number): unknown[] =>
    describeNetwork(network, at(pull), { flowSteps: 0 }).stuck.map(({ x, orientation, units, state }) => [
      x,
      orientation,
      units,
      state,
    ]);

  it('are told by what keeps them there', () => {
    const all = (rightOf1: string, leftOf3: string): unknown[] => [
      [0, -1, [2], 'dead'],
      [1, 1, [0, 1], rightOf1],
      [3, -1, [4], leftOf3],
      [3, 1, [3], 'dead'],
    ];
    expect(states(4)).toEqual(all('passing', 'passing'));
    expect(states(-2)).toEqual(all('passing', 'held'));
    expect(states(-4)).toEqual(all('held', 'held'));
    expect(states(-8)).toEqual(all('held', 'passing'));
    expect(states(-1e-13)).toEqual(all('fitted', 'held'));
  });

  it('say “any” where the datum is fitted, and nothing of that where none is', () => {
    const page = pageOf(network, at(1e-13));
    expect(page).toContain('A fitted datum has no residual to push with, and any activity will do.');
    expect(page).toContain('1 1 2 right any 0 fitted');
    expect(page).toContain('Units at the outermost datum that face away from the others are dead.');
    expect(page).toContain('3 1 1 right 0 dead');
    expect(page).not.toMatch(/undefined/);
    expect(pageOf(network, at(4))).not.toContain('any activity');
  });
});

describe('words on curvature and pieces', () => {
  it('say where all directions of a cause are flat for the Hessian too, and how many where not', () => {
    const page = pageOf(
      shallowNetwork({ inputWeights: [1, 1], inputBiases: [0.5, -9], outputWeights: [1, 1] }),
      dataset([0, 1, 2], [1, 0, 3]),
    );
    expect(page).toContain('dead unit all also flat for the full Hessian');
    expect(page).not.toMatch(/\d 1 dead unit 1 also/);
  });

  it('say of one datum that is off that it is off by all of its residual, and of two by what they add up to', () => {
    const level = shallowNetwork({ inputWeights: [1], inputBiases: [-9], outputWeights: [1] });
    expect(pageOf(level, dataset([0], [1]))).toContain(
      'in the worst, the residuals or their moments add up to as much as their absolute values do, where least squares has 0.',
    );
    // Residuals 3 and −1: their sum is 2 of 4; their moments 3·(−½) − 1·½ = −2 of 2.
    expect(pageOf(level, dataset([0, 1], [3, -1]))).toContain('add up to as much as');
    // Residuals 1, −1 and 1: their sum is 1 of 3, their moments cancel.
    expect(pageOf(level, dataset([0, 1, 2], [1, -1, 1]))).toContain(
      'add up to 0.33 of their absolute values, where least squares has 0.',
    );
  });
});

describe('where it would flow from here', () => {
  /** A network at the end of its flow, and data of a noisy sine. */
  function rested(seed: number): { readonly network: ShallowNetwork; readonly data: Dataset } {
    const stream = randomStream(seed, 3);
    const x = Array.from({ length: 12 }, (_, n) => -1 + (2 * n) / 11);
    const data = dataset(
      x,
      x.map((place) => Math.sin(4 * place) + 0.3 * stream.normal()),
    );
    const start = heNormal({ width: 20, sigmaB: 1 }, randomStream(seed, 1));
    const flow = gradientFlow(start, data, { time: 1e5, steps: 20_000 });
    expect(flow.status).toBe('stationary');
    return { network: flow.network, data };
  }

  it.each([1, 2, 3])('a network at rest is told to be, though the steps run out: seed %i', (seed) => {
    const { network, data } = rested(seed);
    const { destination, criticality, loss } = describeNetwork(network, data, { flowSteps: 30 });
    expect(destination).toMatchObject({ status: 'step-limit', atRest: true });
    expect(criticality.kind).toBe('generalised-critical-point');
    const page = pageOf(network, data, 30);
    expect(page).toContain(
      'It is at rest, as far as gradient flow of its weights shows until its steps run out at time',
    );
    expect(page).not.toContain('under way');
    expect(page).toContain('no breakpoint among the data moves farther than');
    // It is so: a flow of its own from here loses less than a ten-thousandth in a hundred times the time.
    const later = gradientFlow(network, data, { time: 100 * (destination?.time ?? 0), stationarity: false });
    expect(later.loss).toBeGreaterThan((1 - 1e-4) * loss.trained);
  });

  it('a network on its way is told to be, and one at a saddle is not at rest', () => {
    const { data } = rested(1);
    const start = heNormal({ width: 20, sigmaB: 1 }, randomStream(1, 1));
    const report = describeNetwork(start, data, { flowSteps: 30 });
    expect(report.destination).toMatchObject({ status: 'step-limit', atRest: false, point: null });
    expect(formatReport(report)).toContain('is still under way at time');

    // ε = (−1, 2, −1) on features (0, 1, 2) of a unit with v = 0: Σ ε and Σ εz vanish, S does not.
    const saddle = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [0] });
    const there = describeNetwork(saddle, dataset([-1, 1, 2], [-1, 2, -1]), { flowSteps: 5 });
    expect(there.criticality.kind).toBe('strict-saddle');
    expect(there.destination).toMatchObject({ status: 'step-limit', atRest: false });
  });

  it('where both see the same kind of point it is described as before, else with the tolerance of the flow', () => {
    const { network, data } = rested(1);
    const report = describeNetwork(network, data);
    expect(report.destination).toMatchObject({ status: 'stationary', atRest: true });
    expect(formatReport(report)).not.toContain('To within');
    const strict = describeNetwork(network, data, { tolerance: 1e-15 });
    expect(strict.criticality.kind).toBe('not-critical');
    expect(formatReport(strict)).toContain('To within 0.001: a generalised critical point');
  });
});
