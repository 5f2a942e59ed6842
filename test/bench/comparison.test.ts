import { describe, expect, it } from 'vitest';
import { compareResults, comparisonText, hasWorsened } from '../../bench/comparison.js';
import type { Comparison } from '../../bench/comparison.js';
import { errorOf } from '../../bench/record.js';
import type { Cell } from '../../bench/record.js';
import { CELLS, ratio, results, suite, timing } from './synthetic.js';

function compared(before: Cell, after: Cell): Comparison {
  return compareResults(results([suite({ '23, 1000': before })]), results([suite({ '23, 1000': after })]));
}

describe('compareResults', () => {
  it('finds nothing between a run and itself', () => {
    const run = results([suite(CELLS)]);
    const comparison = compareResults(run, run);
    expect(comparison).toEqual({
      loads: [0.5, 0.5],
      isBusy: false,
      compared: 1,
      slower: [],
      faster: [],
      ratios: [],
      errors: [],
      goals: [],
      onlyBefore: [],
      onlyAfter: [],
    });
    expect(hasWorsened(comparison)).toBe(false);
    expect(comparisonText(comparison, ['a', 'b'])).toBe(
      '1 timings compared; 0 moved by more than their spread\nload of the machine: 0.5, then 0.5',
    );
  });

  it('marks a timing whose quartiles have left those of before', () => {
    const [before, after] = [timing(100), timing(200)];
    const [slower] = compared(before, after).slower;
    expect(slower).toEqual({ place: 'gradient / sizes / 23, 1000 / library', before, after, factor: 2 });
    expect(compared(after, before).slower).toEqual([]);
    expect(compared(after, before).faster[0].factor).toBe(0.5);
  });

  it('does not mark one whose quartiles overlap, or that moved by less than a twentieth', () => {
    expect(compared(timing(100), timing(149)).slower).toEqual([]);
    expect(compared(timing(100, 0.01), timing(104, 0.01)).slower).toEqual([]);
    expect(compared(timing(100, 0.01), timing(106, 0.01)).slower).toHaveLength(1);
  });

  it('does not mark one whose fastest run stayed, as on a machine that got busy', () => {
    const before = timing(100);
    expect(compared(before, { ...timing(200), fastest: before.fastest }).slower).toEqual([]);
    expect(compared(before, { ...timing(200), fastest: 0.9 * before.fastest }).slower).toEqual([]);
  });

  it('marks errors that changed by more than a factor of three', () => {
    expect(compared(errorOf(1e-15), errorOf(2.9e-15)).errors).toEqual([]);
    expect(compared(errorOf(1e-15), errorOf(4e-15)).errors).toHaveLength(1);
    expect(compared(errorOf(4e-15), errorOf(1e-15)).errors).toHaveLength(1);
    expect(compared(errorOf(0), errorOf(1e-15)).errors[0].factor).toBe(Infinity);
    expect(compared(errorOf(0), errorOf(0)).errors).toEqual([]);
  });

  it('names what only one of the files has', () => {
    const [before, after] = [suite({ a: timing(1), b: timing(1) }), suite({ b: timing(1), c: timing(1) })];
    const { onlyBefore, onlyAfter } = compareResults(results([before]), results([after]));
    expect(onlyBefore).toEqual(['gradient / sizes / a / library']);
    expect(onlyAfter).toEqual(['gradient / sizes / c / library']);
  });

  it('does not compare what one of them did not measure', () => {
    expect(compared(timing(1), null).compared).toBe(0);
    expect(compared('stalled', timing(1)).compared).toBe(0);
    expect(compared(timing(1), ratio(1)).compared).toBe(0);
  });

  it('says that a machine had other work', () => {
    const run = results([suite(CELLS)]);
    const busy = { ...run, load: { start: 1, end: 2.5 } };
    expect(comparisonText(compareResults(run, busy), ['a', 'b'])).toContain(
      'load of the machine: 0.5, then 1; it had other work, which moves times too',
    );
  });

  it('says which goals changed, and counts one that is missed now as worse', () => {
    const [met, missed] = [results([suite({}, 1.5)]), results([suite({}, 2.5)])];
    const worse = compareResults(met, missed);
    expect(worse.goals.map(({ before, after }) => [before.isMet, after.isMet])).toEqual([[true, false]]);
    expect(hasWorsened(worse)).toBe(true);
    expect(hasWorsened(compareResults(missed, met))).toBe(false);
    expect(comparisonText(worse, ['a', 'b'])).toContain(
      'over C ≤ 2 ×: met, 1.50 (1.50) → missed, 2.50 (2.50)',
    );
  });

  it('compares ratios and no times where machine or Node differ', () => {
    const before = results([suite({ time: timing(1), ratio: ratio(2), steady: ratio(1, 2) })]);
    const after = results([suite({ time: timing(9), ratio: ratio(3), steady: ratio(2, 2) })], '22.0.0');
    const comparison = compareResults(before, after);
    expect(comparison.apart).toBe('Node (20.20.2, then 22.0.0)');
    expect(comparison.slower).toEqual([]);
    expect(comparison.ratios.map(({ place, factor }) => [place, factor])).toEqual([
      ['gradient / sizes / ratio / library', 1.5],
    ]);
    expect(comparisonText(comparison, ['a', 'b'])).toContain('2 ratios compared; 1 moved');
  });
});
