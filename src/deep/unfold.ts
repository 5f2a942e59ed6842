import { knownKeys } from '../numeric/checks.js';
import type { Window } from '../forms/roughness.js';
import { affine, inputCells, rowLayout } from './cells.js';
import type { Cells } from './cells.js';
import { checkDeepNetwork, hiddenLayers } from './network.js';
import type { DeepNetwork } from './network.js';
import { rectify } from './rectify.js';
import type { Turns } from './rectify.js';
import { windowEnds } from './window.js';

/** Where to look at a deep network. */
export interface WindowOptions {
  /** An interval (low, high) with finite ends: only knots inside of it count. Default all of ℝ. */
  readonly window?: Window;
}

/** A deep network layer by layer, and its output on the cells of all layers' breakpoints. */
export interface Unfolded {
  /** Breakpoints of all units, increasing, each place once, shape (P). */
  readonly knots: Float64Array;
  /** Slopes of g on the cells, equal neighbours included, shape (P + 1). */
  readonly slopes: Float64Array;
  readonly intercepts: Float64Array;
  /** Sign changes of the units of each hidden layer. */
  readonly turns: readonly Turns[];
}

/**
 * Goes through a network layer by layer, cutting the line wherever a unit changes sign (theory 15).
 *
 * @param onLayer Is handed the functions (z)₊ of each hidden layer in turn.
 */
export function unfold(
  where: string,
  network: DeepNetwork,
  options: WindowOptions,
  onLayer?: (cells: Cells, layer: number) => void,
): Unfolded {
  checkDeepNetwork(where, network);
  knownKeys(where, options, ['window']);
  const { window } = options;
  const [low, high] = window === undefined ? [-Infinity, Infinity] : windowEnds(where, window);
  let cells = inputCells(low, high);
  const turns = hiddenLayers(network).map((layer, l) => {
    const step = rectify(finiteCells(where, affine(cells, layer), l));
    ({ cells } = step);
    onLayer?.(cells, l);
    return step.turns;
  });
  const last = network.layers.length - 1;
  const { rows } = finiteCells(where, affine(cells, network.layers[last]), last);
  const { intercepts, values } = rowLayout(cells.knots.length);
  return {
    knots: cells.knots,
    slopes: rows.slice(0, intercepts),
    intercepts: rows.slice(intercepts, values),
    turns,
  };
}

function finiteCells(where: string, cells: Cells, layer: number): Cells {
  let flaws = 0;
  for (let k = 0; k < cells.rows.length; k++) flaws += 0 * cells.rows[k];
  if (flaws === 0) return cells;
  throw new RangeError(
    `${where}: slopes and values of layers[${layer}] must be finite, got some that are not: weights are too large`,
  );
}
