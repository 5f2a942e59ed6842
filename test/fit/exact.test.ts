import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { discontinuousPilot, quantileCells } from '../../src/fit/cells.js';
import { bestJump, bestKnot, jumpKnots } from '../../src/fit/insertion.js';
import { areKnots, knotChain, knotCount, knotsOf } from '../../src/fit/knot-chain.js';
import { emptyGram, extendInto, hatGramInto, meet, silence, valueBehind } from '../../src/fit/messages.js';
import { movedKnots } from '../../src/fit/polish.js';
import { scaledData, toCallerLoss, toCallerX } from '../../src/fit/scaled-data.js';
import { slopeCoefficients } from '../../src/fit/slope-constraint.js';
import { isBetter } from '../../src/fit/sweep.js';
import { constrainedUnits, freeUnits, paddedUnits } from '../../src/fit/to-units.js';

/** Two data at −2 and one each at 4 and 10: in units of 8 about 4, and of 4 about 3. */
const four = scaledData(dataset([10, -2, 4, -2], [6, 1, 2, 3]));

describe('scaled data', () => {
  it('are in powers of two about the middle and the mean, with ties as one datum', () => {
    const { x, y, weights, size, scatter, xCentre, xUnit, yCentre, yUnit } = four;
    expect([xCentre, xUnit, yCentre, yUnit]).toEqual([4, 8, 3, 4]);
    expect([x, y, weights]).toEqual([
      Float64Array.of(-0.75, 0, 0.75),
      Float64Array.of(-0.25, -0.25, 0.75),
      Float64Array.of(2, 1, 1),
    ]);
    // Σ w y², and ½ of (±¼)² twice.
    expect([size, scatter]).toEqual([3 / 16 + 9 / 16, 1 / 16]);
  });

  it('go back to the units of the caller', () => {
    expect(toCallerX(four, 0.25)).toBe(6);
    // ½ · 1.5 + 1/16, in units of 16: of it 1 is the scatter of 1 and 3.
    expect(toCallerLoss(four, 1.5)).toBe(13);
    expect(toCallerLoss(four, 0)).toBe(1);
  });

  it('have a unit of 1 where all are equal, and units within the range of doubles where they are not', () => {
    const { xCentre, xUnit, yCentre, yUnit } = scaledData(dataset([0.1, 0.1, 0.1], [7, 7, 7]));
    expect([xCentre, xUnit, yCentre, yUnit]).toEqual([0.1, 1, 7, 1]);
    // The mean is 10, and the least is farther from it, by 9.
    expect(scaledData(dataset([0, 1, 2, 3], [1, 13, 13, 13])).yUnit).toBe(16);
    const wide = scaledData(dataset([-8e307, 8e307], [0, 1e-323]));
    expect([wide.xUnit, wide.yUnit]).toEqual([2 ** 1023, 2 ** -1021]);
    expect(wide.x).toEqual(Float64Array.of(-8e307 / 2 ** 1023, 8e307 / 2 ** 1023));
    expect(wide.y.every(Number.isFinite)).toBe(true);
  });
});

describe('what counts as better', () => {
  it('is more than a billionth, and more than 4 roundings of the size', () => {
    expect(isBetter({ ...four, size: 0 }, 1 - 2e-9, 1)).toBe(true);
    expect(isBetter({ ...four, size: 0 }, 1 - 5e-10, 1)).toBe(false);
    // 4 EPSILON · 10⁷ is 8.9e-9.
    expect(isBetter({ ...four, size: 1e7 }, 1 - 9e-9, 1)).toBe(false);
    expect(isBetter({ ...four, size: 1e7 }, 1 - 1.1e-8, 1)).toBe(true);
    expect(isBetter({ ...four, size: 0 }, 0, 0)).toBe(false);
    expect(isBetter({ ...four, size: 0 }, 100 - 2e-7, 100)).toBe(true);
    expect(isBetter({ ...four, size: 0 }, 100 - 5e-8, 100)).toBe(false);
  });
});

describe('knots', () => {
  it('lie strictly between the outermost data, and increase', () => {
    const cases: [number[], boolean][] = [
      [[], true],
      [[0], true],
      [[-0.75], false],
      [[0.75], false],
      [[-0.1, 0.3], true],
      [[0.1, 0.1], false],
      [[0.3, 0.1], false],
      [[0, 0.75], false],
      [[NaN], false],
    ];
    for (const [knots, wanted] of cases) expect(areKnots(four, knots), String(knots)).toBe(wanted);
  });

  it('are the inner nodes of their chain', () => {
    const chain = knotChain(four, [-0.25, 0]);
    expect(chain.nodes).toEqual(Float64Array.of(-0.75, -0.25, 0, 0.75));
    expect(chain.starts).toEqual(Int32Array.of(0, 1, 1, 3));
    expect([knotCount(chain), knotsOf(chain)]).toEqual([2, Float64Array.of(-0.25, 0)]);
  });

  it('move as told, or by as much as leaves each segment three tenths of its length', () => {
    const nodes = Float64Array.of(0, 1, 2, 4);
    // Entries 2 and 4 move the knots; those between, and the outermost, are not places of knots.
    const moved = (first: number, second: number): Float64Array =>
      movedKnots(nodes, Float64Array.of(0, 9, first, 9, second, 9, 0, 9));
    expect(moved(0.5, 1)).toEqual(Float64Array.of(1.5, 3));
    expect(moved(-1.4, 0)).toEqual(Float64Array.of(1 - 0.7, 2));
    expect(moved(0.7, -0.7)).toEqual(Float64Array.of(1 + 0.7 / 2, 2 - 0.7 / 2));
    expect(moved(0, 2.8)).toEqual(Float64Array.of(1, 2 + 1.4));
    // The first segment binds, the last would not.
    expect(moved(-1.4, 1.2)).toEqual(Float64Array.of(1 - 0.7, 2 + 0.6));
  });
});

describe('messages', () => {
  it('meet where the sum of two parabolas is least', () => {
    const left = { curvature: 2, place: 1, least: 0.5, slope: 0 };
    const right = { curvature: 6, place: 3, least: 0.25, slope: 0 };
    // 2(t − 1)² + 6(t − 3)² at t = 5/2: 9/2 + 3/2.
    expect(meet(left, right)).toBe(6.75);
    expect(meet(left, silence())).toBe(0.5);
    expect(meet(silence(), { ...silence(), least: 0.25 })).toBe(0.25);
  });

  it('of a segment without data: nothing is added, and what was known no longer binds', () => {
    const gram = emptyGram();
    hatGramInto(gram, four.sums, 0, 3, -0.75, 0.75);
    hatGramInto(gram, four.sums, 1, 1, -0.25, 0);
    const { a, b, c, determinant, atFrom, atTo, rss } = gram;
    expect([a, b, c, determinant, atFrom, atTo, rss]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const out = silence();
    extendInto(out, { curvature: 2, place: 1, least: 0.5, slope: 3 }, gram, -0.25, 0);
    expect(out).toEqual({ curvature: 0, place: 0, least: 0.5, slope: 0 });
    expect(valueBehind(silence(), gram, 7)).toBe(7);
    expect(valueBehind({ curvature: 2, place: 1, least: 0, slope: 0 }, gram, 7)).toBe(1);
  });

  it('of one datum: it lies on the line through the value that is best on the other side', () => {
    // The datum ¾ at ¾, from the node 0 to the node 3/2: half of each hat.
    const gram = emptyGram();
    hatGramInto(gram, four.sums, 2, 3, 0, 1.5);
    expect([gram.a, gram.b, gram.c, gram.determinant, gram.rss]).toEqual([0.25, 0.25, 0.25, 0, 0]);
    // Measured from the mean of y, which is no double.
    expect(gram.atFrom).toBeCloseTo(0.75, 15);
    expect(gram.atTo).toBeCloseTo(0.75, 15);
    const known = { curvature: 1, place: 0.25, least: 0.125, slope: 0 };
    const out = silence();
    extendInto(out, known, gram, 0, 1.5);
    // The line from (0, ¼) through (¾, ¾) ends at (3/2, 5/4). Off it by d, the best value at 0 leaves d²/5.
    expect(out.curvature).toBeCloseTo(1 / 5, 15);
    expect(out.place).toBeCloseTo(5 / 4, 15);
    expect(out.least).toBeCloseTo(1 / 8, 15);
    expect(out.slope).toBeCloseTo(2 / 3, 15);
    expect(valueBehind(known, gram, 1.25)).toBeCloseTo(1 / 4, 15);
    // Of nothing known and one datum nothing is known.
    extendInto(out, silence(), gram, 0, 1.5);
    expect([out.curvature, out.slope]).toEqual([0, 0]);
  });

  it('of one datum on a node: it counts there, and nowhere else', () => {
    // The datum ¾ at ¾.
    const gram = emptyGram();
    hatGramInto(gram, four.sums, 2, 3, 0, 0.75);
    expect([gram.a, gram.b, gram.c]).toEqual([0, 0, 1]);
    const out = silence();
    extendInto(out, silence(), gram, 0, 0.75);
    expect([out.curvature, out.least, out.slope]).toEqual([1, 0, 0]);
    expect(out.place).toBeCloseTo(0.75, 15);
    // On the other one: its value, 2 from what was known with a weight of 3, is the mean, and leaves 3 · 1/4 · 2².
    hatGramInto(gram, four.sums, 2, 3, 0.75, 1.5);
    expect([gram.a, gram.b, gram.c]).toEqual([1, 0, 0]);
    extendInto(out, { curvature: 3, place: 2.75, least: 0.5, slope: 7 }, gram, 0.75, 1.5);
    expect([out.curvature, out.slope]).toEqual([0, 0]);
    expect(out.least).toBeCloseTo(0.5 + 3, 14);
  });
});

describe('pilots', () => {
  it('cells have about equally many data', () => {
    expect(quantileCells(10, 4)).toEqual(Int32Array.of(0, 3, 5, 8, 10));
    expect(quantileCells(3, 200)).toEqual(Int32Array.of(0, 1, 2, 3));
  });

  it('lines that need not meet change halfway between data', () => {
    const x = Array.from({ length: 12 }, (_, n) => n);
    const y = x.map((n) => (n < 4 ? n : n < 9 ? 20 - 2 * n : 5 * n));
    const data = scaledData(dataset(x, y));
    const places = Array.from(discontinuousPilot(data, 2), (place) => toCallerX(data, place));
    expect(places).toEqual([3.5, 8.5]);
    expect(discontinuousPilot(data, 0)).toEqual(new Float64Array());
    // Of two data each cell is one, and a third line has no cell.
    expect(discontinuousPilot(scaledData(dataset([0, 1], [0, 1])), 5)).toEqual(Float64Array.of(0));
  });

  it('of many lines change at the borders of four cells a line', () => {
    const x = Array.from({ length: 300 }, (_, n) => n);
    const data = scaledData(
      dataset(
        x,
        x.map((n) => (n * n) % 17),
      ),
    );
    const borders = Array.from(quantileCells(300, 240).slice(1, -1), (n) => n - 0.5);
    const places = Array.from(discontinuousPilot(data, 60), (place) => toCallerX(data, place));
    expect(places).toHaveLength(60);
    for (const place of places) expect(borders).toContain(place);
  });

  it('the best place is that of the least sum of squares, the first of equals', () => {
    const places = [
      { rss: 3, knot: 1, jumpRss: 5, jump: 1 },
      { rss: 2, knot: 2, jumpRss: 4, jump: 2 },
      { rss: 2, knot: 3, jumpRss: 4, jump: 3 },
    ];
    expect([bestKnot(places).knot, bestJump(places).jump]).toEqual([2, 2]);
    expect(bestKnot([])).toMatchObject({ rss: Infinity, knot: NaN });
    expect(jumpKnots(four, places[1])).toEqual([0, 0.75]);
  });
});

describe('units of a fit', () => {
  // In the caller's units: nodes −2, 2, 4, 10 with the values 3, 7, 3, −3, and so the slopes 1, −2, −1.
  const nodal = { nodes: Float64Array.of(-0.75, -0.25, 0, 0.75), values: Float64Array.of(0, 1, 0, -1.5) };

  it('free: left-facing up to the middle knot, right-facing from it on', () => {
    // Of two knots the first is the middle one.
    expect(freeUnits(four, nodal)).toEqual({
      breakpoints: Float64Array.of(2, 2, 4),
      deltaSlopes: Float64Array.of(1, -2, 1),
      orientations: Int8Array.of(-1, 1, 1),
      outputBias: 7,
    });
    const three = {
      nodes: Float64Array.of(-0.75, -0.25, 0, 0.25, 0.75),
      values: Float64Array.of(0, 1, 0, 2, 2),
    };
    // Slopes 1, −2, 4, 0: a unit on either side of the pair at 4.
    expect(freeUnits(four, three)).toEqual({
      breakpoints: Float64Array.of(2, 4, 4, 6),
      deltaSlopes: Float64Array.of(3, -2, 4, -4),
      orientations: Int8Array.of(-1, -1, 1, 1),
      outputBias: 3,
    });
  });

  it('free: a line is one unit at its left end, a constant none', () => {
    const ends = Float64Array.of(-0.75, 0.75);
    expect(freeUnits(four, { nodes: ends, values: Float64Array.of(-0.75, 0.75) })).toEqual({
      breakpoints: Float64Array.of(-2),
      deltaSlopes: Float64Array.of(0.5),
      orientations: Int8Array.of(1),
      outputBias: 0,
    });
    const flat = freeUnits(four, { nodes: ends, values: Float64Array.of(1, 1) });
    expect([flat.breakpoints.length, flat.outputBias]).toEqual([0, 7]);
    const point = freeUnits(four, { nodes: ends.subarray(0, 1), values: Float64Array.of(1) });
    expect([point.breakpoints.length, point.outputBias]).toEqual([0, 7]);
  });

  it('constrained: one a knot, facing as told, and the value in the middle is that of the fit', () => {
    // At the node 4 both see nothing.
    expect(constrainedUnits(four, nodal, Uint8Array.of(1, 0))).toEqual({
      breakpoints: Float64Array.of(2, 4),
      deltaSlopes: Float64Array.of(3, 1),
      orientations: Int8Array.of(-1, 1),
      outputBias: 3,
    });
    // There the unit at 2 adds −3 · 2, and the value is 3.
    expect(constrainedUnits(four, nodal, Uint8Array.of(0, 1))).toEqual({
      breakpoints: Float64Array.of(2, 4),
      deltaSlopes: Float64Array.of(-3, -1),
      orientations: Int8Array.of(1, -1),
      outputBias: 9,
    });
  });

  it('padded: dead ones come last, right-facing at the last datum', () => {
    const spline = freeUnits(four, nodal);
    expect(paddedUnits(spline, 5, 10)).toEqual({
      breakpoints: Float64Array.of(2, 2, 4, 10, 10),
      deltaSlopes: Float64Array.of(1, -2, 1, 0, 0),
      orientations: Int8Array.of(-1, 1, 1, 1, 1),
      outputBias: 7,
    });
  });

  it('the condition on the slopes has these coefficients', () => {
    // m₀ + (m₁ − m₀) s₁ + (m₂ − m₁) s₂, s = 1 where a unit faces left.
    expect(slopeCoefficients(Uint8Array.of(0, 0))).toEqual(Int8Array.of(1, 0, 0));
    expect(slopeCoefficients(Uint8Array.of(1, 0))).toEqual(Int8Array.of(0, 1, 0));
    expect(slopeCoefficients(Uint8Array.of(0, 1))).toEqual(Int8Array.of(1, -1, 1));
    expect(slopeCoefficients(Uint8Array.of(1, 1))).toEqual(Int8Array.of(0, 0, 1));
  });
});
