import { describe, expect, it } from 'vitest';
import { summarise, summariseSweep } from 'relu-splines/experiments';
import type { SweepSpec } from 'relu-splines/experiments';
import { recordOf } from './fake.js';

const records = (spec: SweepSpec, count: number): ReturnType<typeof recordOf>[] =>
  Array.from({ length: count }, (_, task) => recordOf(spec, task));

describe('the summary of a sweep', () => {
  it('has a mean ± s.d. for each point and scalar metric, over the seeds', () => {
    const spec = { experiment: 'fake', config: { widths: [1, 2], seeds: 3 }, grid: { scale: [1, 5] } };
    const summary = summariseSweep(records(spec, 12));
    expect(summary.map(({ parameters, tasks, failed }) => [parameters, tasks, failed])).toEqual([
      [{ scale: 1, width: 1 }, 3, 0],
      [{ scale: 1, width: 2 }, 3, 0],
      [{ scale: 5, width: 1 }, 3, 0],
      [{ scale: 5, width: 2 }, 3, 0],
    ]);
    // No curves.
    expect(Object.keys(summary[3].quantities)).toEqual(['mean']);
    const values = [2, 12, 22].map((x) => 5 * Math.sin(x));
    const mean = (values[0] + values[1] + values[2]) / 3;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    // A few roundings of numbers of at most 5.
    expect(Math.abs(summary[3].quantities.mean.mean - mean)).toBeLessThanOrEqual(8 * 5 * Number.EPSILON);
    expect(Math.abs(summary[3].quantities.mean.spread - spread)).toBeLessThanOrEqual(16 * 5 * Number.EPSILON);
  });

  it('counts what has no number and what failed as missing', () => {
    const config = { widths: [1], seeds: 5 };
    const [without] = summariseSweep(
      records({ experiment: 'fake', config: { ...config, mood: 'no number' } }, 5),
    );
    expect(without).toMatchObject({ tasks: 5, failed: 0, quantities: { mean: { count: 3, missing: 2 } } });
    const [failed] = summariseSweep(
      records({ experiment: 'fake', config: { ...config, mood: 'throws' } }, 5),
    );
    expect(failed).toMatchObject({ tasks: 5, failed: 2 });
    expect(failed.quantities.mean).toEqual(summarise([1, 21, 41, NaN, NaN].map(Math.sin)));
    const [none] = summariseSweep(
      records({ experiment: 'fake', config: { ...config, mood: 'throws a word' } }, 5),
    );
    expect(none).toMatchObject({ tasks: 5, failed: 5, quantities: {} });
  });

  it('of nothing is nothing', () => {
    expect(summariseSweep([])).toEqual([]);
  });
});
