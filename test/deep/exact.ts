import type { DeepNetwork } from 'relu-splines/deep';
import { Rational } from './rational.js';

/** A breakpoint in exact arithmetic. */
export interface ExactBreakpoint {
  readonly layer: number;
  readonly unit: number;
  readonly x: Rational;
  readonly orientation: 1 | -1;
}

/**
 * The net inputs z of every layer at x, in exact arithmetic: the definition, point by point.
 */
export function exactNetInputs({ layers }: DeepNetwork, x: Rational): Rational[][] {
  const all: Rational[][] = [];
  let taken = [x];
  for (const { outputs, inputs, weights, biases } of layers) {
    const z = Array.from({ length: outputs }, (_, j) =>
      taken.reduce(
        (sum, value, i) => sum.plus(Rational.of(weights[j * inputs + i]).times(value)),
        Rational.of(biases[j]),
      ),
    );
    all.push(z);
    taken = z.map((value) => (value.sign() > 0 ? value : Rational.zero));
  }
  return all;
}

/**
 * All sign changes of all units, by the definition and in exact arithmetic: between the places where units of earlier
 * layers change sign, z is the line through two of its values; it is positive or not, left and right of each place.
 * Returns them in the library's order, with the places of all layers.
 */
export function exactBreakpoints(network: DeepNetwork): {
  readonly found: ExactBreakpoint[];
  readonly places: Rational[];
} {
  const found: ExactBreakpoint[] = [];
  let places: Rational[] = [];
  for (let layer = 0; layer + 1 < network.layers.length; layer++) {
    const roots: Rational[] = [];
    for (const [a, b] of cellPoints(places)) {
      const zA = exactNetInputs(network, a)[layer];
      const zB = exactNetInputs(network, b)[layer];
      zA.forEach((value, i) => {
        const slope = zB[i].minus(value).over(b.minus(a));
        if (slope.sign() !== 0) roots.push(a.minus(value.over(slope)));
      });
    }
    // Roots outside of their cell are cut at too: that does no harm.
    const cuts = distinct([...places, ...roots]);
    const isActive = cellPoints(cuts).map(([a]) =>
      exactNetInputs(network, a)[layer].map((z) => z.sign() > 0),
    );
    const turning: Rational[] = [];
    network.layers[layer].biases.forEach((_, unit) => {
      cuts.forEach((x, k) => {
        if (isActive[k][unit] === isActive[k + 1][unit]) return;
        found.push({ layer, unit, x, orientation: isActive[k + 1][unit] ? 1 : -1 });
        turning.push(x);
      });
    });
    places = distinct([...places, ...turning]);
  }
  return { found, places };
}

/** Slope and intercept of g on the cells between places. */
export function exactLines(
  network: DeepNetwork,
  places: readonly Rational[],
): { readonly slope: Rational; readonly intercept: Rational }[] {
  const last = network.layers.length - 1;
  return cellPoints(places).map(([a, b]) => {
    const [gA, gB] = [exactNetInputs(network, a)[last][0], exactNetInputs(network, b)[last][0]];
    const slope = gB.minus(gA).over(b.minus(a));
    return { slope, intercept: gA.minus(slope.times(a)) };
  });
}

/** Two points inside each cell. */
function cellPoints(places: readonly Rational[]): [Rational, Rational][] {
  const { one } = Rational;
  const third = Rational.ratio(1n, 3n);
  if (places.length === 0) return [[Rational.zero, one]];
  const last = places[places.length - 1];
  const inner = places.slice(1).map((right, k): [Rational, Rational] => {
    const step = right.minus(places[k]).times(third);
    return [places[k].plus(step), right.minus(step)];
  });
  return [
    [places[0].minus(one), places[0].minus(one).minus(one)],
    ...inner,
    [last.plus(one), last.plus(one).plus(one)],
  ];
}

function distinct(places: readonly Rational[]): Rational[] {
  const sorted = [...places].sort((a, b) => a.compare(b));
  return sorted.filter((place, k) => k === 0 || place.compare(sorted[k - 1]) !== 0);
}
