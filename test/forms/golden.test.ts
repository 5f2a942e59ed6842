import { describe, expect, it } from 'vitest';
import { dataset, evaluate, lossAndGradient, residuals, shallowNetwork, toBdso } from 'relu-splines';

// theory 18, "Tiny net". Decimals of a digit or two and a few products of them: a handful of roundings at their size.
describe('the tiny network of theory 18', () => {
  const network = shallowNetwork({
    inputWeights: [1, -2, 0.5],
    inputBiases: [-0.5, 1, 1],
    outputWeights: [0.3, -0.4, 2],
    outputBias: 0.1,
  });
  const data = dataset([-1, 0, 2], [1, 0, -1]);
  const near = (got: Iterable<number>, wanted: readonly number[]): void => {
    const values = [...got];
    expect(values).toHaveLength(wanted.length);
    values.forEach((value, i) => {
      expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(
        16 * Number.EPSILON * Math.max(1, Math.abs(wanted[i])),
      );
    });
  };

  it('has these breakpoints, delta-slopes and orientations', () => {
    const spline = toBdso(network);
    expect(spline.breakpoints).toEqual(Float64Array.of(0.5, 0.5, -2));
    near(spline.deltaSlopes, [0.3, 0.8, 1]);
    expect(spline.orientations).toEqual(Int8Array.of(1, -1, 1));
    expect(spline.outputBias).toBe(0.1);
  });

  it('has these values, residuals and loss', () => {
    near(evaluate(network, data.x), [-0.1, 1.7, 4.55]);
    near(residuals(network, data), [1.1, -1.7, -5.55]);
    near([lossAndGradient(network, data).loss], [17.45125]);
  });

  it('has these sums S and T, read off the gradient', () => {
    const { gradient } = lossAndGradient(network, data);
    const v = Array.from(network.outputWeights);
    // ∂ℓ/∂w = −vT, ∂ℓ/∂b = −vS.
    near(
      v.map((weight, i) => -gradient[3 + i] / weight),
      [-5.55, -0.6, -6.15],
    );
    near(
      v.map((weight, i) => -gradient[i] / weight),
      [-11.1, -1.1, -12.2],
    );
    near([-gradient[9]], [-6.15]);
  });
});
