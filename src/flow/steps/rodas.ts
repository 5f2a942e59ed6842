/**
 * Rodas4 as data: a linearly implicit (Rosenbrock) method of order 4 with six stages, L-stable and stiffly accurate,
 * with an embedded error estimate of order 3 and a dense output of order 3.
 *
 * Hairer & Wanner, Solving Ordinary Differential Equations II, IV.7. In the form that needs no product with the
 * Jacobian: (I/(γh) − f′)·K_i = f(u_i) + Σ_j C_ij K_j/h, u_i = y + Σ_j A_ij K_j.
 */

/** γ: 1/(γh) is what is added to the Hessian. */
export const GAMMA = 0.25;

/** A: where each stage but the first and the last is evaluated; the last is where the one before is, plus its K. */
export const STATE_WEIGHTS: readonly (readonly number[])[] = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
];

/** C: what each stage takes of the velocities before it. */
export const COUPLING_WEIGHTS: readonly (readonly number[])[] = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
];

/** Dense output: y + σ(Δ + (1 − σ)(c₂ + σc₃)), with Δ the step and c₂, c₃ these sums of the K. */
export const DENSE_SECOND: readonly number[] = [
  10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662,
];

/** c₃ of {@link DENSE_SECOND}. */
export const DENSE_THIRD: readonly number[] = [
  -0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872,
];
