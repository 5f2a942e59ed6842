import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, residuals, shallowNetwork } from 'relu-splines';
import { breakpointDrive, driveZeros, networkField } from 'relu-splines/flow';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { expectRefusal } from '../../laws/refusal.js';

const nothing = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
// The network is zero, so that the residuals are the targets.
const data = dataset([-1, 0.5, 0.5, 2], [1, -2, 0.25, 1.5]);

/** ψ_s(β) as theory 9 writes it. */
function brute(
  x: ArrayLike<number>,
  epsilon: ArrayLike<number>,
  s: number,
  beta: number,
): { value: number; scale: number } {
  let value = 0;
  let scale = 0;
  for (let n = 0; n < x.length; n++) {
    scale += Math.abs(epsilon[n]) * (1 + Math.abs(beta * x[n]));
    if (s * (x[n] - beta) > 0) value += epsilon[n] * (1 + beta * x[n]);
  }
  return { value, scale };
}

describe('the drive ψ on breakpoints', () => {
  it('is the sum of theory 9, on data and off them', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false }), ({ network, data: samples }) => {
        const epsilon = residuals(network, samples);
        const places = [...samples.x, -5, -0.3, 0, 1.1, 7];
        const drive = breakpointDrive(network, samples, places);
        places.forEach((beta, k) => {
          const right = brute(samples.x, epsilon, 1, beta);
          const left = brute(samples.x, epsilon, -1, beta);
          // N terms summed, with S(1 + β·entry) and βU cancelling at most to the sum of their absolute values: x, β ≤ 7.
          const bound = 100 * samples.x.length * Number.EPSILON * right.scale + Number.MIN_VALUE;
          expect(Math.abs(drive.right[k] - right.value)).toBeLessThanOrEqual(bound);
          expect(Math.abs(drive.left[k] - left.value)).toBeLessThanOrEqual(bound);
        });
      }),
      RUNS,
    );
  });

  it('moves breakpoints: β̇ = −(v/w)ψ', () => {
    const network = shallowNetwork({
      inputWeights: [2, -0.5],
      inputBiases: [0.5, 0.25],
      outputWeights: [1, -3],
    });
    const velocity = networkField(network, data);
    const beta = [-0.25, 0.5 + 2 ** -40];
    const psi = breakpointDrive(network, data, beta);
    const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
    const rate = (i: number): number => -velocity[2 + i] / w[i] + (b[i] * velocity[i]) / w[i] ** 2;
    expect(rate(0)).toBeCloseTo((-v[0] / w[0]) * psi.right[0], 12);
    // Left-facing, breakpoint at 0.5 exactly: the datum there is not counted, as just left of it.
    expect(rate(1)).toBeCloseTo((-v[1] / w[1]) * breakpointDrive(network, data, [0.5]).left[0], 12);
  });

  it('erratum 30: ψ₊ + ψ₋ is the line E₀ + βE₁ off the data, not the constant ψ₋(∞)', () => {
    const beta = [-3, -0.75, 0.25, 1, 5];
    const { right, left } = breakpointDrive(nothing, data, beta);
    // E₀ = 0.75, E₁ = −1 − 0.875 + 3 = 1.125: dyadic numbers, no rounding.
    beta.forEach((place, k) => {
      expect(right[k] + left[k]).toBe(0.75 + 1.125 * place);
    });
    // At a datum neither counts it: less ε(1 + x²), with ties summed.
    const at = breakpointDrive(nothing, data, [0.5]);
    expect(at.right[0] + at.left[0]).toBe(0.75 + 1.125 * 0.5 - -1.75 * 1.25);
  });

  it('erratum 31: ψ₋ jumps up by ε(1 + x²) and ψ₊ down; their slopes are Σ εx over what each sees', () => {
    const h = 2 ** -20;
    const { right, left } = breakpointDrive(nothing, data, [0.5 - h, 0.5 + h]);
    // Slopes in the gaps beside the datum: ψ₊ 2.125 and 3, ψ₋ −1 and −1.875.
    expect(left[1] - left[0]).toBe(-1.75 * 1.25 + h * (-1 - 1.875));
    expect(right[1] - right[0]).toBe(1.75 * 1.25 + h * (2.125 + 3));
    const slopes = breakpointDrive(nothing, data, [0.75, 1.75]);
    expect(slopes.right[1] - slopes.right[0]).toBe(3);
    expect(slopes.left[1] - slopes.left[0]).toBe(-1.875);
  });

  it('refuses places that are not finite', () => {
    expectRefusal(
      () => breakpointDrive(nothing, data, [0, NaN]),
      'RangeError',
      'breakpointDrive: beta[1] must be finite, got NaN',
    );
  });
});

describe('the zeros of the drive', () => {
  it('lie at data and between them', () => {
    // ψ₊: 0.75 + 1.125β, −0.25 + 2.125β, 1.5 + 3β; ψ₋: 1 − β, −0.75 − 1.875β, 0.75 + 1.125β.
    expect(driveZeros(nothing, data)).toEqual([
      { orientation: 1, beta: -0.25 / -2.125, group: null, rising: true },
      { orientation: -1, beta: 0.5, group: 1, rising: false },
      { orientation: -1, beta: 2, group: 2, rising: true },
    ]);
  });

  it('are the sign changes of ψ on a fine grid', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false }), ({ network, data: samples }) => {
        const zeros = driveZeros(network, samples);
        const epsilon = residuals(network, samples);
        for (const { orientation, beta, group, rising } of zeros) {
          const { scale } = brute(samples.x, epsilon, orientation, beta);
          const h = 1e-7 * Math.max(1, Math.abs(beta));
          const before = brute(samples.x, epsilon, orientation, beta - h).value;
          const after = brute(samples.x, epsilon, orientation, beta + h).value;
          // ψ changes by at most its slope Σ|εx| over 2h unless it jumps there.
          const blur = 4 * h * scale * Math.max(1, ...samples.x.map(Math.abs));
          expect(rising ? after : -after).toBeGreaterThanOrEqual(-blur);
          expect(rising ? -before : before).toBeGreaterThanOrEqual(-blur);
          if (group !== null) expect(samples.x[samples.groupStarts[group]]).toBe(beta);
        }
      }),
      RUNS,
    );
  });

  it('alternate, and begin and end with the signs of ψ far out', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false }), ({ network, data: samples }) => {
        for (const orientation of [1, -1]) {
          const own = driveZeros(network, samples).filter((zero) => zero.orientation === orientation);
          for (let k = 1; k < own.length; k++) {
            expect(own[k].rising).toBe(!own[k - 1].rising);
            expect(own[k].beta).toBeGreaterThanOrEqual(own[k - 1].beta);
          }
        }
      }),
      RUNS,
    );
  });
});
