import { dataset } from 'relu-splines';
import { knotChain, knotsOf } from '../../src/fit/knot-chain.js';
import type { KnotChain } from '../../src/fit/knot-chain.js';
import { scaledData, toCallerX } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';

/** Values of a function at 0, 1, …, 100, as the search sees them. */
export function hundred(target: (x: number) => number): ScaledData {
  const x = Array.from({ length: 101 }, (_, n) => n);
  return scaledData(dataset(x, x.map(target)));
}

/** A line that turns by so much at each place, at 0, 1, …, 100. */
export function turning(...corners: (readonly [place: number, turn: number])[]): ScaledData {
  return hundred((x) => corners.reduce((sum, [corner, turn]) => sum + turn * Math.max(0, x - corner), x));
}

/** Slopes 1, −2, 1, … with these corners. */
export function zigzag(...corners: number[]): ScaledData {
  return turning(...corners.map((corner, k) => [corner, k % 2 === 0 ? -3 : 3] as const));
}

/** A place among the caller's inputs as the search sees it. */
export function scaledPlace(data: ScaledData, place: number): number {
  return (place - data.xCentre) / data.xUnit;
}

/** The chain with knots at these places of the caller's. */
export function chainAt(data: ScaledData, ...places: number[]): KnotChain {
  return knotChain(
    data,
    places.map((place) => scaledPlace(data, place)),
  );
}

/** The knots of a chain in the caller's units, to four digits behind the point. */
export function placesOf(data: ScaledData, chain: KnotChain | null): number[] | null {
  return chain && Array.from(knotsOf(chain), (knot) => Math.round(toCallerX(data, knot) * 1e4) / 1e4);
}

/** The same data, and how often their x or their sums have been asked for: once or more for each chain worked out. */
export function counted(data: ScaledData, key: 'x' | 'sums'): { data: ScaledData; asked: () => number } {
  let count = 0;
  const proxy = new Proxy(data, {
    get(target, name: keyof ScaledData) {
      if (name === key) count++;
      return target[name];
    },
  });
  return { data: proxy, asked: () => count };
}
