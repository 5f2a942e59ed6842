/**
 * The Dormand–Prince 5(4) pair as data: an explicit Runge–Kutta method of order 5 with seven stages, the last of which
 * is the first of the next step, an embedded error estimate, and a dense output of order 4.
 *
 * Dormand & Prince 1980; dense output by Shampine 1986.
 */

/** How many stages a step has; the last one belongs to the next step as well. */
export const STAGES = 7;

/** Row s: what the state of stage s + 1 takes of the velocities of the stages before it. The last row is the step. */
export const STAGE_WEIGHTS: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** The step of order 5 less the embedded one of order 4, for each stage. */
export const ERROR_WEIGHTS: readonly number[] = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
];

/** Dense output: at a part σ of the step, y = y₀ + h Σ_m σ^(m + 1) Σ_s DENSE_WEIGHTS[m][s]·k_s. */
export const DENSE_WEIGHTS: readonly (readonly number[])[] = [
  [1],
  [
    -8048581381 / 2820520608,
    0,
    131558114200 / 32700410799,
    -1754552775 / 470086768,
    127303824393 / 49829197408,
    -282668133 / 205662961,
    40617522 / 29380423,
  ],
  [
    8663915743 / 2820520608,
    0,
    -68118460800 / 10900136933,
    14199869525 / 1410260304,
    -318862633887 / 49829197408,
    2019193451 / 616988883,
    -110615467 / 29380423,
  ],
  [
    -12715105075 / 11282082432,
    0,
    87487479700 / 32700410799,
    -10690763975 / 1880347072,
    701980252875 / 199316789632,
    -1453857185 / 822651844,
    69997945 / 29380423,
  ],
];
