import { lowerBound } from '../numeric/search.js';
import { solveDamped } from './block-tridiagonal.js';
import { localModel } from './curvature.js';
import { areKnots, knotChain, knotsOf } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { movedKnots } from './polish.js';
import { constrainedFit, constraintWorkspace, slopeCoefficients } from './slope-constraint.js';
import type { ConstrainedFit, Facing } from './slope-constraint.js';
import type { ScaledData } from './scaled-data.js';

/** Knots and orientations with the fit under the slope constraint. */
export interface ConstrainedChain {
  readonly chain: KnotChain;
  readonly facing: Facing;
  readonly fit: ConstrainedFit;
}

const FIRST_DAMPING = 1e-3;
const MOST_DAMPING = 1e8;

/** Data that a knot is tried at, on each side of it. */
const NEAR = 12;

/** The nearest gaps on each side are tried at so many places. */
const FINE = 2;
const PARTS = 8;

/** The chain of these knots and orientations. */
function constrainedChain(data: ScaledData, knots: ArrayLike<number>, facing: Facing): ConstrainedChain {
  const chain = knotChain(data, knots);
  return { chain, facing, fit: constrainedFit(constraintWorkspace(data, chain), facing) };
}

/**
 * Newton's method on knots and values under the slope constraint, orientations held: the bordered system of the
 * Lagrangian, damped. Never worse than the chain it begins with.
 */
export function polishConstrained(
  data: ScaledData,
  start: ConstrainedChain,
  steps: number,
): ConstrainedChain {
  let current = start;
  let damping = FIRST_DAMPING;
  for (let step = 0; step < steps; step++) {
    const { hessian, scale, residual, border } = lagrangian(data, current);
    let next: ConstrainedChain | null = null;
    while (damping < MOST_DAMPING && next === null) {
      const plain = residual.map((value) => -value);
      const along = border.slice();
      if (solveDamped(hessian, scale, damping, [plain, along])) {
        const share = dot(border, plain) / dot(border, along);
        const knots = movedKnots(
          current.chain.nodes,
          plain.map((value, i) => value - share * along[i]),
        );
        if (areKnots(data, knots)) {
          const moved = constrainedChain(data, knots, current.facing);
          if (moved.fit.rss < current.fit.rss) next = moved;
        }
      }
      damping = next === null ? Math.max(damping * 8, 1e-6) : damping / 8;
    }
    if (next === null) return current;
    const gain = current.fit.rss - next.fit.rss;
    current = next;
    if (!(gain > 1e-9 * current.fit.rss)) break;
  }
  return current;
}

/** Tries each knot at the data around it and in the gaps between, the others held; one round. */
export function sweepConstrained(data: ScaledData, start: ConstrainedChain): ConstrainedChain {
  let best = start;
  for (let k = 0; k < start.facing.length; k++) {
    for (const place of placesAround(data, knotsOf(best.chain)[k])) {
      const knots = knotsOf(best.chain);
      knots[k] = place;
      if (!areKnots(data, knots)) continue;
      const moved = constrainedChain(data, knots, best.facing);
      if (moved.fit.rss < best.fit.rss) best = moved;
    }
  }
  return best;
}

function placesAround({ x }: ScaledData, knot: number): number[] {
  const here = lowerBound(x, knot);
  const places: number[] = [];
  for (let n = Math.max(0, here - NEAR); n < Math.min(x.length - 1, here + NEAR); n++) {
    const parts = Math.abs(n - here) <= FINE ? PARTS : 1;
    for (let k = 0; k < parts; k++) places.push(x[n] + ((x[n + 1] - x[n]) * k) / parts);
  }
  return places;
}

/** Second derivatives of the Lagrangian, its gradient, and the gradient of the constraint. */
function lagrangian(
  data: ScaledData,
  { chain, facing, fit }: ConstrainedChain,
): ReturnType<typeof localModel> & { readonly residual: Float64Array; readonly border: Float64Array } {
  const { nodes } = chain;
  const { values, multiplier } = fit;
  const model = localModel(data, chain, values);
  const { diagonal, upper } = model.hessian;
  const last = nodes.length - 1;
  const border = new Float64Array(2 * nodes.length);
  slopeCoefficients(facing).forEach((e, j) => {
    const h = nodes[j + 1] - nodes[j];
    const m = (values[j + 1] - values[j]) / h;
    const places = j > 0;
    const placesNext = j + 1 < last;
    border[2 * j + 1] -= e / h;
    border[2 * j + 3] += e / h;
    if (places) border[2 * j] += (e * m) / h;
    if (placesNext) border[2 * j + 2] -= (e * m) / h;
    // m_ss = m_tt = −m_st = 2m/h² for the places s, t of the two nodes; ∂²m/∂s∂u = −1/h² and so on for their values.
    const curve = (multiplier * e) / (h * h);
    if (places) {
      diagonal[3 * j] += 2 * m * curve;
      diagonal[3 * j + 1] -= curve;
      upper[4 * j + 1] += curve;
    }
    if (placesNext) {
      diagonal[3 * j + 3] += 2 * m * curve;
      diagonal[3 * j + 4] -= curve;
      upper[4 * j + 2] += curve;
    }
    if (places && placesNext) upper[4 * j] -= 2 * m * curve;
  });
  const residual = model.gradient.map((value, i) => value + multiplier * border[i]);
  return { ...model, residual, border };
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0);
}
