import type { Dataset, ShallowNetwork } from 'relu-splines';
import { Dyadic } from './dyadic.js';

/** The loss surface at one point, without rounding, and how large its rounding errors may naturally be. */
export interface ExactLoss {
  /** ε_n = y_n − f(x_n), in the order of the sorted data. */
  readonly residuals: readonly Dyadic[];
  readonly loss: Dyadic;
  /** In the order [w…, b…, v…, b₀]. */
  readonly gradient: readonly Dyadic[];
  /** Sums of the absolute terms that each of the above adds up: |y| + |b₀| + Σ |v|(|wx| + |b|) and so on. */
  readonly scales: {
    readonly residuals: Float64Array;
    readonly loss: number;
    readonly gradient: Float64Array;
  };
}

/**
 * Loss and gradient by their definition (theory 2.1) in exact arithmetic.
 *
 * Only the activity is decided in doubles, by w·x + b > 0 as it rounds, since that is what the library and every
 * framework mean by "active". Nothing is assumed about which data a unit sees: every (unit, datum) is asked.
 */
export function exactLoss(network: ShallowNetwork, data: Dataset): ExactLoss {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 } = network;
  const width = w.length;
  const count = data.x.length;
  const exactW = Array.from(w, exactly);
  const exactB = Array.from(b, exactly);
  const exactV = Array.from(v, exactly);
  const exactX = Array.from(data.x, exactly);

  // Slope and intercept of f change only where a unit switches; exact sums may well be updated by differences.
  let slope = Dyadic.zero;
  let intercept = Dyadic.of(b0);
  const active = new Array<boolean>(width).fill(false);
  const scale = new Float64Array(count);
  const residuals = exactX.map((x, n) => {
    scale[n] = Math.abs(data.y[n]) + Math.abs(b0);
    for (let i = 0; i < width; i++) {
      const now = w[i] * data.x[n] + b[i] > 0;
      if (now) scale[n] += Math.abs(v[i]) * (Math.abs(w[i] * data.x[n]) + Math.abs(b[i]));
      if (now === active[i]) continue;
      active[i] = now;
      const sign = now ? exactV[i] : exactV[i].negated();
      slope = slope.plus(sign.times(exactW[i]));
      intercept = intercept.plus(sign.times(exactB[i]));
    }
    return Dyadic.of(data.y[n]).minus(slope.times(x).plus(intercept));
  });

  // Prefix sums, so that a unit's Σ over a run of data is one difference.
  const sums = [Dyadic.zero];
  const moments = [Dyadic.zero];
  residuals.forEach((epsilon, n) => {
    sums.push(sums[n].plus(epsilon));
    moments.push(moments[n].plus(epsilon.times(exactX[n])));
  });

  const gradient = new Array<Dyadic>(3 * width + 1).fill(Dyadic.zero);
  const gradientScale = new Float64Array(3 * width + 1);
  for (let i = 0; i < width; i++) {
    let s = Dyadic.zero;
    let t = Dyadic.zero;
    let sScale = 0;
    let tScale = 0;
    for (let n = 0, before = false; n <= count; n++) {
      const now = n < count && w[i] * data.x[n] + b[i] > 0;
      if (now) sScale += scale[n];
      if (now) tScale += scale[n] * Math.abs(data.x[n]);
      if (now === before) continue;
      before = now;
      // The first active datum opens a run, the first inactive one closes it.
      s = now ? s.minus(sums[n]) : s.plus(sums[n]);
      t = now ? t.minus(moments[n]) : t.plus(moments[n]);
    }
    gradient[i] = exactV[i].times(t).negated();
    gradient[width + i] = exactV[i].times(s).negated();
    gradient[2 * width + i] = exactW[i].times(t).plus(exactB[i].times(s)).negated();
    gradientScale[i] = Math.abs(v[i]) * tScale;
    gradientScale[width + i] = Math.abs(v[i]) * sScale;
    gradientScale[2 * width + i] = Math.abs(w[i]) * tScale + Math.abs(b[i]) * sScale;
  }
  gradient[3 * width] = sums[count].negated();
  gradientScale[3 * width] = scale.reduce((sum, each) => sum + each, 0);

  return {
    residuals,
    loss: residuals.reduce((sum, epsilon) => sum.plus(epsilon.times(epsilon)), Dyadic.zero).half(),
    gradient,
    scales: {
      residuals: scale,
      loss: scale.reduce((sum, each) => sum + each * each, 0) / 2,
      gradient: gradientScale,
    },
  };
}

function exactly(value: number): Dyadic {
  return Dyadic.of(value);
}
