import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { exchangeOf, manyAtOnce, oneAtATime, twoForAJump } from '../../src/fit/exchange.js';
import type { Exchange } from '../../src/fit/exchange.js';
import { knotChain } from '../../src/fit/knot-chain.js';
import type { KnotChain } from '../../src/fit/knot-chain.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { chainAt, hundred, placesOf, scaledPlace, turning, zigzag } from './fit.help.js';

/** A slight corner at 20, and two sharp ones. */
function slightAndSharp(): ScaledData {
  return turning([20, 0.1], [70, 30], [72, -60]);
}

/**
 * What is told of a chain, in parts of its sum of squares: what it costs to take each knot out, and what one in each
 * segment would gain, where.
 */
function told(
  data: ScaledData,
  { rss }: KnotChain,
  costs: readonly number[],
  gains: readonly (readonly [gain: number, place: number])[],
): Exchange {
  return {
    without: Float64Array.from(costs, (cost) => rss * (1 + cost)),
    order: Int32Array.from(costs.keys()).sort((one, other) => costs[one] - costs[other]),
    placements: gains.map(([gain, place]) => ({
      rss: rss * (1 - gain),
      knot: scaledPlace(data, place),
      jumpRss: Infinity,
      jump: -1,
    })),
  };
}

describe('many knots at once', () => {
  // Segments 0 to 5: up to 15, 25, 60, 70, 80 and the end.
  const places = [15, 25, 60, 70, 80];
  const costs = [0.5, 0.6, 0.1, 0.2, 0.3];

  it('pairs the cheapest with the neediest, none beside another', () => {
    // 60 goes to 20. 70 is beside 60, and the segment of 30 too; so 80 goes, to 10.
    const data = zigzag(10, 15, 20, 25);
    const chain = chainAt(data, ...places);
    const gains = [
      [0.5, 10],
      [0.6, 20],
      [0.55, 30],
      [0, 65],
      [0, 75],
      [0, 85],
    ] as const;
    const moved = manyAtOnce(data, chain, told(data, chain, costs, gains));
    expect(placesOf(data, moved)).toEqual([10, 15, 20, 25, 70]);
    // Of data with other corners that gains nothing; and one pair is not many.
    const other = zigzag(60.5, 79.5);
    const there = chainAt(other, ...places);
    expect(manyAtOnce(other, there, told(other, there, costs, gains))).toBeNull();
  });

  it('leaves out a needy segment beside the knot that goes, and one that has its knot already', () => {
    // 60 may not go to 65 or 55, to either side of it, but to 20; then 80 to 10.
    const data = zigzag(10, 15, 20, 25);
    const chain = chainAt(data, ...places);
    const gains = [
      [0.5, 10],
      [0.6, 20],
      [0.8, 55],
      [0.9, 65],
      [0, 75],
      [0, 85],
    ] as const;
    const moved = manyAtOnce(data, chain, told(data, chain, costs, gains));
    expect(placesOf(data, moved)).toEqual([10, 15, 20, 25, 70]);
  });

  it('leaves a corner alone whose knot would come beside one that goes', () => {
    // 10, 15, 20 and 70 would leave nothing.
    const data = zigzag(10, 20, 70);
    const chain = chainAt(data, 15, 60, 70, 80);
    const gains = [
      [0.5, 10],
      [0.4, 20],
      [0.3, 65],
      [0.2, 75],
      [0.1, 85],
    ] as const;
    const few = told(data, chain, [0.9, 0.1, 0.3, 0.2], gains);
    // But 60 goes to 10, and 20 is beside 60; 80 goes nowhere: 65 is beside 60, 75 and 85 beside itself.
    expect(manyAtOnce(data, chain, few)).toBeNull();
  });

  it('ends where a knot costs as much as another gains', () => {
    const data = zigzag(10, 15, 20, 25);
    const chain = chainAt(data, ...places);
    const gains = (second: number) =>
      [
        [second, 10],
        [0.6, 20],
        [0, 30],
        [0, 65],
        [0, 75],
        [0, 85],
      ] as const;
    // 0.25 and 0.75 are exact in twice the sum: 80 costs what 10 gains.
    const exact = [0.5, 0.6, 0.125, 0.375, 0.25];
    expect(manyAtOnce(data, chain, told(data, chain, exact, gains(0.25)))).toBeNull();
    const moved = manyAtOnce(data, chain, told(data, chain, exact, gains(0.26)));
    expect(placesOf(data, moved)).toEqual([10, 15, 20, 25, 70]);
  });

  it('tries half as many where all together gain nothing', () => {
    const wide = [12, 17, 22, 27, 60, 70, 80, 90];
    const cheap = [0.8, 0.8, 0.8, 0.8, 0.1, 0.5, 0.2, 0.6];
    const gains = (third: number, fourth: number) =>
      [
        [0.9, 10],
        [0.3, third],
        [0.8, 20],
        [0.2, fourth],
        [0, 40],
        [0, 65],
        [0, 75],
        [0, 85],
        [0, 95],
      ] as const;
    // 60 to 10, 80 to 20: all others cost more than they gain, or are beside these.
    const data = zigzag(10, 12, 17, 20, 22, 27);
    const chain = chainAt(data, ...wide);
    const moved = manyAtOnce(data, chain, told(data, chain, cheap, gains(15, 25)));
    expect(placesOf(data, moved)).toEqual([10, 12, 17, 20, 22, 27, 70, 90]);

    // Four pairs: 51, 61, 71 and 81 to 5, 15, 25 and 35. All at once would take a corner that is needed.
    const four = turning([5, 0.1], [15, -0.1], [69, 30], [71, -60], [73, 60]);
    const long = chainAt(four, 10, 20, 30, 40, 49, 51, 53, 59, 61, 63, 69, 71, 73, 79, 81, 83);
    const many = told(
      four,
      long,
      [9, 9, 9, 9, 9, 0.01, 9, 9, 0.02, 9, 9, 0.03, 9, 9, 0.04, 9],
      Array.from({ length: 17 }, (_, segment) =>
        segment < 4 ? ([0.9 - segment / 10, 5 + 10 * segment] as const) : ([0, 99] as const),
      ),
    );
    expect(placesOf(four, manyAtOnce(four, long, many))).toEqual([
      5, 10, 15, 20, 30, 40, 49, 53, 59, 63, 69, 71, 73, 79, 81, 83,
    ]);
  });
});

describe('one knot at a time', () => {
  const diligence = { everywhere: true, trials: 2 };

  it('tries the cheapest first, and no more than it is allowed', () => {
    const data = slightAndSharp();
    const chain = chainAt(data, 40, 70, 72);
    const gains = [
      [0.9, 20],
      [0.1, 50],
      [0.1, 71],
      [0.1, 80],
    ] as const;
    // 72 is told to be cheapest, and is tried first, in vain; then 40, beside which 20 is found.
    const wrong = told(data, chain, [0.2, 0.3, 0.1], gains);
    expect(oneAtATime(data, chain, wrong, { ...diligence, trials: 1 })).toBeNull();
    expect(placesOf(data, oneAtATime(data, chain, wrong, diligence))).toEqual([20, 70, 72]);
  });

  it('looks elsewhere between its own neighbours, where that gains more', () => {
    const data = slightAndSharp();
    const chain = chainAt(data, 33, 70, 72);
    const exchange = exchangeOf(data, chain, true);
    expect(placesOf(data, oneAtATime(data, chain, exchange, diligence))).toEqual([20, 70, 72]);
    // The same if nothing else has a place; and nothing at all without any.
    const nowhere = { rss: Infinity, knot: NaN, jumpRss: Infinity, jump: -1 };
    const full = { ...exchange, placements: exchange.placements.map(() => nowhere) };
    expect(placesOf(data, oneAtATime(data, chain, full, diligence))).toEqual([20, 70, 72]);
    const two = scaledData(dataset([0, 1], [0, 1]));
    const between = knotChain(two, [-0.1, 0.1]);
    const none = exchangeOf(two, between, true);
    expect(none.placements).toEqual([nowhere, nowhere, nowhere]);
    expect(oneAtATime(two, between, none, diligence)).toBeNull();
  });

  it('goes where most is gained, but not beside itself', () => {
    // Told to gain more beside 40 than there is, and at 95: its own interval is looked at anew, and 20 is found.
    const data = slightAndSharp();
    const chain = chainAt(data, 40, 70, 72);
    for (const [left, right] of [
      [1.3, 1.2],
      [1.2, 1.3],
    ]) {
      const gains = [
        [left, 95],
        [right, 95],
        [0.1, 71],
        [0.1, 80],
      ] as const;
      const moved = oneAtATime(data, chain, told(data, chain, [0.1, 0.2, 0.3], gains), {
        ...diligence,
        trials: 1,
      });
      expect(placesOf(data, moved)).toEqual([20, 70, 72]);
    }
  });

  it('weighs what is gained there, less what it costs to go, against the best place here', () => {
    // 30 and 60 are corners, 90 has none: it is needed at 10.
    const data = zigzag(10, 30, 60);
    const chain = chainAt(data, 30, 60, 90);
    const moved = oneAtATime(data, chain, exchangeOf(data, chain, true), { ...diligence, trials: 1 });
    expect(placesOf(data, moved)).toEqual([10, 30, 60]);
  });
});

describe('two knots for a jump', () => {
  const step = hundred((x) => (x > 50 ? 40 : 0));

  it('are the cheapest that are not beside it', () => {
    for (const [before, after] of [
      [
        [10, 20, 80, 90],
        [20, 50, 51, 80],
      ],
      [
        [5, 10, 15],
        [15, 50, 51],
      ],
      [
        [85, 90, 95],
        [50, 51, 85],
      ],
    ]) {
      const chain = chainAt(step, ...before);
      const exchange = exchangeOf(step, chain, true);
      expect(placesOf(step, twoForAJump(step, chain, exchange))).toEqual(after);
    }
  });

  it('are none where too few knots are left, or where no segment has room for a jump', () => {
    for (const places of [[20, 80], [10, 20, 80], [20], []]) {
      const chain = chainAt(step, ...places);
      expect(twoForAJump(step, chain, exchangeOf(step, chain, true))).toBeNull();
    }
    const chain = chainAt(step, 10, 20, 80, 90);
    const exchange = exchangeOf(step, chain, true);
    const placements = exchange.placements.map((place) => ({ ...place, jumpRss: Infinity, jump: -1 }));
    expect(twoForAJump(step, chain, { ...exchange, placements })).toBeNull();
  });
});
