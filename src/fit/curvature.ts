import { lowerBound } from '../numeric/search.js';
import { SEGMENT_MOMENTS, segmentMomentsInto } from '../segments/segment-sums.js';
import { blockTridiagonal } from './block-tridiagonal.js';
import type { BlockTridiagonal } from './block-tridiagonal.js';
import { hatGrams } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import type { ScaledData } from './scaled-data.js';

/** Gradient and second derivatives of ½Σwε² in places and values of the nodes. */
export interface LocalModel {
  /** [∂/∂τ, ∂/∂θ] of each node, shape (2(K + 2)); the places of the outer nodes are held. */
  readonly gradient: Float64Array;
  readonly hessian: BlockTridiagonal;
  /** Diagonal of the Gauss–Newton part, positive: what damping is measured by; shape (2(K + 2)). */
  readonly scale: Float64Array;
}

/** Half the window in which residuals near a knot are averaged, as a share of the shorter of its two segments. */
const WINDOW = 0.15;

/**
 * The local model of the loss about given values at the nodes of a chain.
 *
 * With hats φ, ψ of a segment of length h and slope m: ∂f/∂τ = −mφ at its left node and −mψ at its right one, and all
 * second derivatives of f are multiples of φ and ψ over h, so that everything follows from the segment's Gram matrix and
 * from P = Σwεφ, Q = Σwεψ.
 *
 * A datum that a knot passes changes sides, and with it the derivative, by −jump·wε. Spread out evenly, that is one more
 * second derivative, −jump·(Σwε near the knot)/(length of "near"). Without it the knots of a smooth target only diffuse.
 */
export function localModel(data: ScaledData, chain: KnotChain, values: Float64Array): LocalModel {
  const { nodes } = chain;
  const count = nodes.length;
  const gradient = new Float64Array(2 * count);
  const scale = new Float64Array(2 * count);
  const hessian = blockTridiagonal(count);
  const { diagonal, upper } = hessian;
  const slopes = new Float64Array(count - 1);
  hatGrams(data, chain).forEach(({ a, b, c, atFrom, atTo }, j) => {
    const h = nodes[j + 1] - nodes[j];
    const u = values[j] - atFrom;
    const v = values[j + 1] - atTo;
    const m = (values[j + 1] - values[j]) / h;
    slopes[j] = m;
    const p = -(a * u + b * v);
    const q = -(b * u + c * v);
    const l = 2 * j;
    gradient[l] += m * p;
    gradient[l + 1] -= p;
    gradient[l + 2] += m * q;
    gradient[l + 3] -= q;
    scale[l] += m * m * a;
    scale[l + 1] += a;
    scale[l + 2] += m * m * c;
    scale[l + 3] += c;
    diagonal[3 * j] += m * m * a + (2 * m * p) / h;
    diagonal[3 * j + 1] += -m * a - p / h;
    diagonal[3 * j + 2] += a;
    diagonal[3 * j + 3] += m * m * c - (2 * m * q) / h;
    diagonal[3 * j + 4] += -m * c + q / h;
    diagonal[3 * j + 5] += c;
    upper[4 * j] += m * m * b + (m * (q - p)) / h;
    upper[4 * j + 1] += -m * b + p / h;
    upper[4 * j + 2] += -m * b - q / h;
    upper[4 * j + 3] += b;
  });
  for (let j = 1; j + 1 < count; j++) {
    const reach = WINDOW * Math.min(nodes[j] - nodes[j - 1], nodes[j + 1] - nodes[j]);
    const near =
      residualSum(data, nodes[j] - reach, nodes[j], nodes[j], values[j], slopes[j - 1]) +
      residualSum(data, nodes[j], nodes[j] + reach, nodes[j], values[j], slopes[j]);
    diagonal[3 * j] -= ((slopes[j] - slopes[j - 1]) * near) / (2 * reach);
  }
  hold(0);
  hold(count - 1);
  // No direction may go without damping.
  const largest = [0, 1].map((kind) =>
    scale.reduce((most, value, i) => (i % 2 === kind ? Math.max(most, value) : most), 0),
  );
  for (let i = 0; i < scale.length; i++)
    scale[i] = Math.max(scale[i], 1e-9 * largest[i % 2], Number.MIN_VALUE);
  return { gradient, hessian, scale };

  function hold(j: number): void {
    gradient[2 * j] = 0;
    scale[2 * j] = 0;
    diagonal[3 * j] = 1;
    diagonal[3 * j + 1] = 0;
    const [rows, columns] = [4 * j, 4 * j - 4];
    if (j + 1 < count) upper[rows] = upper[rows + 1] = 0;
    if (j > 0) upper[columns] = upper[columns + 2] = 0;
  }
}

/** Σwε over the data from `low` up to but not at `high`, against the line through (place, value). */
function residualSum(
  { x, sums }: ScaledData,
  low: number,
  high: number,
  place: number,
  value: number,
  slope: number,
): number {
  const first = lowerBound(x, low);
  const end = lowerBound(x, high);
  if (end <= first) return 0;
  const moments = new Float64Array(SEGMENT_MOMENTS);
  segmentMomentsInto(moments, sums, first, end);
  const [weight, meanX, meanY] = moments;
  return weight * (meanY + sums.yOrigin - value - slope * (meanX + sums.xOrigin - place));
}
