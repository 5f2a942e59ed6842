import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import { mergeTies } from '../../../src/data/merged-data.js';
import { parametersOf } from '../../../src/forms/parameters.js';
import { explicitStep } from '../../../src/flow/steps/explicit-step.js';
import { implicitStep } from '../../../src/flow/steps/implicit-step.js';
import { lumpsOf, squaredSize } from '../../../src/flow/steps/lumps.js';
import type { Lumps } from '../../../src/flow/steps/lumps.js';
import { modeField, modeFieldInto } from '../../../src/flow/steps/mode-field.js';
import type { ModeField } from '../../../src/flow/steps/mode-field.js';
import { binBeyond, facing, modesOf, seesAll, seesNothing } from '../../../src/flow/steps/modes.js';
import type { Modes } from '../../../src/flow/steps/modes.js';
import { expandStep, stepper } from '../../../src/flow/steps/stepper.js';
import type { Stepper } from '../../../src/flow/steps/stepper.js';

const WIDTH = 60;

interface Problem {
  readonly field: ModeField;
  readonly theta: Float64Array;
  readonly modes: Modes;
}

/** Many units over few data about `place`, some of them sliding on a datum, some that see nothing. */
function crowd(place: number): Problem {
  const x = Float64Array.of(-1, -0.3, 0.4, 1).map((at) => place + at);
  const number = (k: number): number => Math.sin(k * k * 1.7 + k);
  const inputWeights = Array.from({ length: WIDTH }, (_, i) => number(i) + Math.sign(number(i)));
  const network = shallowNetwork({
    inputWeights,
    inputBiases: inputWeights.map((w, i) => -w * (place + 1.2 * number(i + 100))),
    outputWeights: inputWeights.map((_, i) => number(i + 200)),
    outputBias: 0.3,
  });
  const data = dataset(x, [1, -1, 0.5, 2]);
  const field = modeField(mergeTies(data));
  const theta = parametersOf(network);
  const modes = modesOf(network, data);
  for (let i = 0; i < WIDTH; i += 4) {
    if (seesNothing(modes.bins[i], 4) || seesAll(modes.bins[i], 4)) continue;
    const datum = i % 3;
    modes.slidingOn[i] = datum;
    modes.bins[i] = binBeyond(datum, facing(modes.bins[i], 4), 4);
    theta[WIDTH + i] = -theta[i] * x[datum];
  }
  return { field, theta, modes };
}

function columnsFor({ field, theta, modes }: Problem): { readonly lumps: Lumps; readonly columns: Stepper } {
  const lumps = lumpsOf(theta, modes, field.merged, field.sweep.centre);
  if (lumps === null) throw new Error('not lumped');
  const columns = stepper(field, lumps.start, { lumps, units: stepper(field, theta) });
  modeFieldInto(columns.velocity, field, lumps.start, lumps.modes, lumps);
  return { lumps, columns };
}

describe('columns that stand for units', () => {
  it.each([
    { method: 'explicit', step: explicitStep, place: 0 },
    { method: 'implicit', step: implicitStep, place: 0 },
    { method: 'implicit', step: implicitStep, place: 1e6 },
  ])('a step of the $method method at $place is the step of every unit', ({ step, place }) => {
    const problem = crowd(place);
    const { field, theta, modes } = problem;
    const direct = stepper(field, theta);
    modeFieldInto(direct.velocity, field, theta, modes);
    const tolerance = { relative: 1e-3, absolute: 1e-5 };
    // Rates are about 1 + x²: a step that has to do with the flow, wherever the data lie.
    const h = 1e-3 / (1 + place * place);
    const wanted = step(direct, field, modes, h, tolerance);
    const { lumps, columns } = columnsFor(problem);
    const attempt = step(columns, field, lumps.modes, h, tolerance);
    expandStep(columns);
    const units = columns.lumped?.units;
    if (units === undefined) throw new Error('not lumped');

    expect(wanted.error).toBeLessThan(1);
    expect(wanted.error).toBeGreaterThan(0);
    // The same sums in another order: rounding of weights of size |b| = 2·place, a few hundred terms.
    const rounding = 500 * Number.EPSILON * (1 + 2 * place);
    expect(Math.abs(attempt.loss - wanted.loss)).toBeLessThanOrEqual(rounding * (1 + wanted.loss));
    expect(Math.abs(attempt.error - wanted.error)).toBeLessThanOrEqual(1e-6 * wanted.error + rounding / 1e-5);
    const pairs = [
      [units.next, direct.next],
      [units.nextVelocity, direct.nextVelocity],
      ...units.dense.map((power, m) => [power, direct.dense[m]]),
    ];
    for (const [got, expected] of pairs) {
      const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      expected.forEach((value, c) => {
        expect(Math.abs(got[c] - value)).toBeLessThanOrEqual(rounding * size);
      });
    }
  });

  it('have the sums of squares of their units', () => {
    const problem = crowd(0);
    const { lumps } = columnsFor(problem);
    const wanted = problem.theta.reduce((sum, value, c) => sum + (moves(problem, c) ? value * value : 0), 0);
    expect(Math.abs(squaredSize(lumps, lumps.start) - wanted)).toBeLessThanOrEqual(
      3 * WIDTH * Number.EPSILON * wanted,
    );
  });

  it('are at most three for a bin or a datum, and are not used where that would not be fewer than half', () => {
    const problem = crowd(0);
    const { lumps } = columnsFor(problem);
    expect(lumps.modes.bins.length).toBeLessThan(WIDTH / 2);
    const { field, theta, modes } = problem;
    const few = Array.from(modes.bins.keys())
      .filter((i) => !seesNothing(modes.bins[i], 4))
      .slice(0, 6);
    const part = Float64Array.from([0, 1, 2].flatMap((k) => few.map((i) => theta[k * WIDTH + i])).concat(0));
    const partModes = {
      bins: Int32Array.from(few, (i) => modes.bins[i]),
      slidingOn: Int32Array.from(few, (i) => modes.slidingOn[i]),
    };
    expect(lumpsOf(part, partModes, field.merged, 0)).toBeNull();
  });
});

/** Is this a weight of a unit that sees something, or the output bias? */
function moves({ modes }: Problem, c: number): boolean {
  return c === 3 * WIDTH || !seesNothing(modes.bins[c % WIDTH], 4);
}
