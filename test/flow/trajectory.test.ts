import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Course } from '../../src/flow/course.js';
import { recorder } from '../../src/flow/trajectory.js';
import { courseAt } from './flow.help.js';

/** A course at time 1 of two units, the second of which slides on x = 0, facing left. */
function courseAtOne(): Course {
  const network = shallowNetwork({
    inputWeights: [1, -1],
    inputBiases: [-1, 0],
    outputWeights: [2, 1],
    outputBias: 0.5,
  });
  const data = dataset([-1, 0, 2], [1, 2, 3]);
  return courseAt(network, data, { time: 1, arrange: ({ slidingOn }) => (slidingOn[1] = 1) });
}

describe('points of a flow at the times asked for', () => {
  it('are the present one where its time is asked for, once for each time', () => {
    const course = courseAtOne();
    const record = recorder(course, Float64Array.of(0.5, 1, 1, 2));
    record.here();
    record.here();
    expect(record.points.map(({ time }) => time)).toEqual([1, 1]);
    const [point] = record.points;
    expect(point.network.outputWeights).toEqual(Float64Array.of(2, 1));
    // ε = 1 − (0.5 + 1), 2 − 0.5, 3 − (0.5 + 2).
    expect(point.loss).toBe((0.25 + 2.25 + 0.25) / 2);
    expect(point.slidingOn).toEqual(Int32Array.of(-1, 1));
    expect(point.slidingOn).not.toBe(course.modes.slidingOn);
    // On x = 0, facing left: q = ε₀(1 + 0) = −0.5, p = q + 1.5; a* = q/(q − p) = 1/3.
    expect(point.activities[0]).toBeNaN();
    expect(Math.abs(point.activities[1] - 1 / 3)).toBeLessThan(1e-15);
  });

  it('are those within a step by its polynomial, without its end', () => {
    const course = courseAtOne();
    const record = recorder(course, Float64Array.of(1, 1.5, 2.5, 3, 4));
    // b₀ = 0.5 + σ − σ² + σ³ − 2σ⁴, all else stays.
    [1, -1, 1, -2].forEach((power, m) => (course.stepper.dense[m][6] = power));
    record.within(2);
    expect(record.points.map(({ time, network }) => [time, network.outputBias])).toEqual([
      [1, 0.5],
      [1.5, 0.5 + 0.25 - 1 / 16 + 1 / 64 - 2 / 256],
      [2.5, 0.5 + 0.75 - 9 / 16 + 27 / 64 - (2 * 81) / 256],
    ]);
    course.time = 3;
    record.here();
    expect(record.points.map(({ time }) => time)).toEqual([1, 1.5, 2.5, 3]);
    // The residual sums of the course are those of its present state still.
    expect(course.field.sweep.atData).toEqual(Float64Array.of(-0.5, 1.5, 0.5));
  });
});
