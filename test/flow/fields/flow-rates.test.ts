import { describe, expect, it } from 'vitest';
import { rescale, shallowNetwork } from 'relu-splines';
import { flowRates } from 'relu-splines/flow';

const network = shallowNetwork({ inputWeights: [2, -4], inputBiases: [1, 3], outputWeights: [3, 5] });

describe('the learning rates behind the weights', () => {
  it('are v/w of the breakpoint, w² and v² of the delta-slope', () => {
    expect(flowRates(network)).toEqual({
      mobility: Float64Array.of(1.5, -1.25),
      inputRate: Float64Array.of(4, 16),
      outputRate: Float64Array.of(9, 25),
    });
  });

  it('of one function are freed and slowed by the square of the scale', () => {
    expect(flowRates(rescale(network, 4))).toEqual({
      mobility: Float64Array.of(1.5 / 16, -1.25 / 16),
      inputRate: Float64Array.of(64, 256),
      outputRate: Float64Array.of(9 / 16, 25 / 16),
    });
  });
});
