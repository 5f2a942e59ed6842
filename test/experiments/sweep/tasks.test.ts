import { describe, expect, it } from 'vitest';
import { checkSweep, experiments, loneliness, runTask, runTaskOf } from 'relu-splines/experiments';
import type { SweepSpec } from 'relu-splines/experiments';
import { fake, known } from './fake.js';

const run = (config: SweepSpec['config'], task: number): ReturnType<typeof runTask> =>
  runTask({ experiment: 'fake', config: { widths: [3], ...config } }, task, known);

describe('a task', () => {
  it('is the run of the experiment with its settings', () => {
    const spec = { experiment: 'fake', config: { widths: [3, 5] }, grid: { scale: [1, 10] } };
    const { runs } = fake({ widths: [3, 5], scale: 10 });
    expect([4, 5, 6, 7].map((task) => runTask(spec, task, known))).toEqual(
      runs.map(({ point, seed, metrics }, i) => ({
        task: 4 + i,
        parameters: { scale: 10, ...point },
        seed,
        status: 'done',
        metrics,
      })),
    );
  });

  it('is the same after others, before others and in any order', () => {
    const spec = {
      experiment: 'loneliness',
      config: { counts: [10], ratios: [2, 4], seeds: 3 },
    };
    const { runs } = loneliness(spec.config);
    const order = [7, 0, 11, 3, 7];
    expect(order.map((task) => runTask(spec, task).metrics)).toEqual(order.map((i) => runs[i].metrics));
  });

  it('is the same of a sweep that is checked already', () => {
    const spec = { experiment: 'fake', config: { widths: [3, 5] }, grid: { scale: [1, 10] } };
    const sweep = checkSweep(spec, known);
    for (let task = 0; task < sweep.tasks; task++) {
      expect(runTaskOf(sweep, task)).toEqual(runTask(spec, task, known));
    }
  });

  it('says which metrics have no number', () => {
    expect(run({ mood: 'no number' }, 0).status).toBe('done');
    expect(run({ mood: 'no number' }, 1)).toMatchObject({ status: 'no number', metrics: { mean: null } });
    expect(run({ mood: 'hole in a curve' }, 0)).toMatchObject({
      status: 'no number',
      metrics: { curve: [Math.sin(3), null] },
    });
  });

  it('that throws has failed, with the message as data', () => {
    expect(run({ mood: 'throws' }, 1)).toEqual({
      task: 1,
      parameters: { width: 3 },
      seed: 1,
      status: 'failed',
      metrics: {},
      message: 'RangeError: no pivot',
    });
    expect(run({ mood: 'throws a word' }, 0)).toMatchObject({ status: 'failed', message: 'a word' });
  });

  it.each([-1, 2, 0.5, NaN, Infinity])('number %s of 2 is the mistake of a caller', (task) => {
    expect(() => run({}, task)).toThrow(`sweep: the task must be an integer from 0 to 1, got ${task}`);
  });

  it('of a wrong specification too', () => {
    expect(() => run({ scale: -1 }, 0)).toThrow('fake: scale must not be negative, got -1');
    expect(() => runTask({ experiment: 'fake' }, 0)).toThrow('there is no experiment "fake"');
    expect(experiments.length).toBeGreaterThan(0);
  });
});
