import { ordinate } from '../../init/laws/law.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { finiteNumber, finiteVector, object, positiveNumber, show } from '../../numeric/checks.js';
import { integrate } from '../../numeric/quadrature.js';
import type { QuadratureResult } from '../../numeric/quadrature.js';
import { kernelFromTails } from '../density.js';
import type { CustomDensity, DensityMoments, KernelWeight, LocalMoments } from '../density.js';
import { curvedByQuadrature, momentsByQuadrature } from './local-integrals.js';

/** A moment that quadrature does not have to this part of itself has to be said. */
const TRUSTED = 1e-8;

/** The weight of a density that is known as a function only. */
export function customWeight(where: string, custom: CustomDensity): KernelWeight {
  const { pdf, support = [-Infinity, Infinity], splitAt = [], moments } = custom;
  if (typeof pdf !== 'function') {
    throw new TypeError(`${where}: density.pdf must be a function, got ${show(pdf)}`);
  }
  object(where, 'density.support', support);
  const low = ordinate(where, support[0], 'density.support[0]');
  const high = ordinate(where, support[1], 'density.support[1]');
  if (!(low < high)) {
    throw new RangeError(`${where}: density.support must increase, got ${low} and ${high}`);
  }
  const splits = finiteVector(where, 'density.splitAt', splitAt);
  const special = Float64Array.from([low, ...splits, high].filter((b) => b >= low && b <= high))
    .filter(Number.isFinite)
    .sort();
  const density = (beta: number): number => {
    if (!(beta >= low && beta <= high)) return 0;
    const value = pdf(beta);
    if (!(value >= 0)) {
      throw new RangeError(`${where}: density.pdf must not be negative or NaN, got ${value} at ${beta}`);
    }
    return value;
  };
  const measured =
    moments === undefined
      ? measuredMoments(where, density, low, high, special)
      : statedMoments(where, moments);
  // The integrands count from the anchor, also where the density begins far from it.
  const clip = (beta: number): number => Math.min(Math.max(beta, low), high);
  const local = (anchor: number, end: number): LocalMoments => {
    const from = clip(Math.min(anchor, end));
    const to = clip(Math.max(anchor, end));
    return momentsByQuadrature(density, special, anchor, from, to);
  };
  return {
    density,
    support: [low, high],
    special,
    byRule: true,
    ...measured,
    moments: local,
    curved: (m, M) => curvedByQuadrature(density, special, m, M, clip(m), clip(M)),
    kernel: (m, M) =>
      measured.spread === Infinity
        ? Infinity
        : kernelFromTails(local(m, -Infinity), local(M, Infinity), M - m),
  };
}

type Measured = Pick<KernelWeight, 'mass' | 'centre' | 'spread' | 'first'>;

function statedMoments(where: string, moments: DensityMoments): Measured {
  object(where, 'density.moments', moments);
  const mass = positiveNumber(where, 'density.moments.mass', moments.mass);
  const second = ordinate(where, moments.second, 'density.moments.second');
  if (second === Infinity) return { mass, centre: 0, spread: Infinity, first: moments.first };
  const first = finiteNumber(where, 'density.moments.first', moments.first);
  const centre = first / mass;
  const spread = second - first * centre;
  if (!(spread > 0)) {
    throw new RangeError(
      `${where}: density.moments.second must be above first²/mass = ${first * centre}, got ${second}`,
    );
  }
  return { mass, centre, spread, first };
}

function measuredMoments(
  where: string,
  density: (beta: number) => number,
  low: number,
  high: number,
  special: NumericArray,
): Measured {
  const moment = (weight: (beta: number) => number): QuadratureResult =>
    integrate((beta) => weight(beta) * density(beta), low, high, {
      splitAt: special,
      relativeTolerance: 1e-13,
    });
  const trusted = (name: string, { value, error, magnitude }: QuadratureResult): number => {
    // An infinite value at a node makes all of them infinite or NaN.
    if (Number.isFinite(value) && error <= TRUSTED * magnitude) return value;
    throw new RangeError(
      `${where}: density.moments.${name} must be given, quadrature has ${value} ± ${error.toPrecision(1)}`,
    );
  };
  const mass = trusted(
    'mass',
    moment(() => 1),
  );
  if (!(mass > 0))
    throw new RangeError(`${where}: density.pdf must be positive somewhere, got a mass of ${mass}`);
  const second = moment((beta) => beta * beta);
  // An integral that diverges says so by an error above its value.
  if (!(second.error <= second.magnitude)) return { mass, centre: 0, spread: Infinity, first: undefined };
  const first = trusted(
    'first',
    moment((beta) => beta),
  );
  const centre = first / mass;
  // About the centre: M₂ − M₁²/M₀ would lose the digits of a narrow density far from 0.
  const spread = trusted(
    'second',
    moment((beta) => (beta - centre) ** 2),
  );
  return { mass, centre, spread, first };
}
