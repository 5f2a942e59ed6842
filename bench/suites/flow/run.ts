import { conservedQuantities, gradientFlow } from 'relu-splines/flow';
import type { FlowOptions, FlowResult } from 'relu-splines/flow';
import type { ShallowNetwork } from 'relu-splines';
import { consume } from '../../harness.js';
import type { FlowProblem } from '../../variants/white-noise.js';

/** A flow and what it took. */
export interface FlowRun {
  readonly flow: FlowResult;
  readonly microseconds: number;
}

/** One flow, timed. */
export function run({ network, data }: FlowProblem, options: FlowOptions): FlowRun {
  const before = performance.now();
  const flow = gradientFlow(network, data, options);
  const microseconds = (performance.now() - before) * 1e3;
  consume(flow.loss);
  return { flow, microseconds };
}

/** By how much a conserved quantity has changed at most, relative to w² + b² + v² of its unit, or to 1 if that is less. */
export function drift(before: ShallowNetwork, after: ShallowNetwork): number {
  const [from, to] = [before, after].map(conservedQuantities);
  return from.reduce((most, value, i) => {
    const scale = after.inputWeights[i] ** 2 + after.inputBiases[i] ** 2 + after.outputWeights[i] ** 2;
    return Math.max(most, Math.abs(to[i] - value) / Math.max(scale, 1));
  }, 0);
}

/** All weights in one list. */
export function parameters({
  inputWeights,
  inputBiases,
  outputWeights,
  outputBias,
}: ShallowNetwork): number[] {
  return [...inputWeights, ...inputBiases, ...outputWeights, outputBias];
}
