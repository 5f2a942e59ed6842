import { describe, expect, it } from 'vitest';
import { race, summary } from '../../bench/harness.js';
import type { Contestant, Effort } from '../../bench/harness.js';

const EFFORT: Effort = {
  rounds: 4,
  slowRounds: 2,
  secondsPerRound: 0.5,
  secondsToWarmUp: 0.25,
  leastRuns: 9,
};

describe('race', () => {
  it('warms everybody up, then takes turns, and starts the slow ones less often for as many seconds', () => {
    const diary: string[] = [];
    const contestant = (name: string, isSlowToStart: boolean): Contestant => ({
      isSlowToStart,
      warmUp: (seconds) => diary.push(`${name} warms up ${seconds}`),
      run: (seconds, leastRuns) => {
        diary.push(`${name} ${seconds} s, ${leastRuns} runs`);
        return [diary.length];
      },
    });
    const times = race({ quick: contestant('quick', false), slow: contestant('slow', true) }, EFFORT);
    expect(diary).toEqual([
      'quick warms up 0.25',
      'slow warms up 0.25',
      'quick 0.5 s, 3 runs',
      'slow 1 s, 5 runs',
      'quick 0.5 s, 3 runs',
      'slow 1 s, 5 runs',
      'quick 0.5 s, 3 runs',
      'quick 0.5 s, 3 runs',
    ]);
    expect(times).toEqual({ quick: summary([3, 5, 7, 8]), slow: summary([4, 6]) });
  });
});

describe('summary', () => {
  it('has the order statistics of the runs', () => {
    const runs = Array.from({ length: 20 }, (_, k) => 20 - k);
    expect(summary(runs)).toEqual({
      kind: 'timing',
      median: 11,
      fastest: 1,
      lower: 6,
      upper: 16,
      slow: 19,
      runs: 20,
    });
    expect(summary([7])).toMatchObject({ median: 7, fastest: 7, lower: 7, upper: 7, slow: 7, runs: 1 });
  });
});
