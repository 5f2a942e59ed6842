import type { DenseLayer } from '../numeric/dense-layer.js';
import { show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { FormatError } from './format-error.js';
import { compareNumbered, numberedName } from './natural-order.js';
import type { NumberedName } from './natural-order.js';

/** As many layers as an error message lists. */
const LISTED = 8;

/** Layers in use of one message: `"0.weight" (1 → 64), "2.weight" (64 → 1)`. */
function listLayers(layers: readonly DenseLayer[]): string {
  const listed = layers
    .slice(0, LISTED)
    .map(({ name, inputs, outputs }) => `${show(name)} (${inputs} → ${outputs})`);
  return listed.join(', ') + (layers.length > LISTED ? ` and ${layers.length - LISTED} more` : '');
}

/** A layer whose name has been taken apart. */
interface Candidate extends NumberedName {
  readonly layer: DenseLayer;
}

/**
 * Puts layers into the order in which they are applied: each takes as many inputs as the one before gives
 * outputs, and all are used.
 *
 * That is an Eulerian trail: a layer is a directed edge from its width of input to its width of output. The
 * trail is walked edge by edge, only along edges that leave the rest usable (Fleury's rule). Where several
 * layers fit, the numbers in their names decide (`fc2` before `fc10`). If these cannot decide the first layer,
 * it is one with a single input, since the networks of this library have one. Cost O(L²) for L layers.
 *
 * @throws `ShapeError` if no order chains; `FormatError` if several do and the names do not say which.
 */
export function chainLayers(where: string, layers: readonly DenseLayer[]): DenseLayer[] {
  const start = startWidth(layers);
  const reached = widthsReached(start ?? layers[0].inputs, layers, 'inputs', 'outputs');
  if (Number.isNaN(start) || layers.some(({ inputs }) => !reached.has(inputs))) {
    throw new ShapeError(
      `${where}: the layers must chain, the outputs of one being the inputs of the next, ` +
        `got ${listLayers(layers)}`,
    );
  }
  const chain: DenseLayer[] = [];
  let left: readonly Candidate[] = layers.map((layer) => ({ layer, ...numberedName(layer.name) }));
  let width = start;
  while (left.length > 0) {
    const { layer } = firstOf(where, width === undefined ? left : fitting(left, width), chain.length === 0);
    chain.push(layer);
    left = left.filter((candidate) => candidate.layer !== layer);
    width = layer.outputs;
  }
  return chain;
}

/**
 * The width that a chain of all layers must begin with: the one that one layer more takes than gives. NaN if
 * there is no such chain, undefined if every width is taken as often as given: the chain then returns to where
 * it began, and may begin anywhere.
 */
function startWidth(layers: readonly DenseLayer[]): number | undefined {
  const excess = new Map<number, number>();
  for (const { inputs, outputs } of layers) {
    excess.set(inputs, (excess.get(inputs) ?? 0) + 1);
    excess.set(outputs, (excess.get(outputs) ?? 0) - 1);
  }
  const unbalanced = [...excess].filter(([, count]) => count !== 0);
  if (unbalanced.length === 0) return undefined;
  // The counts add up to zero: two of magnitude one are a start and an end.
  const [start] = unbalanced.find(([, count]) => count === 1) ?? [NaN];
  return unbalanced.length === 2 ? start : NaN;
}

/** All widths that layers lead to from `start`, or back to with the sides exchanged; `start` included. */
function widthsReached(
  start: number,
  layers: readonly DenseLayer[],
  from: 'inputs' | 'outputs',
  to: 'inputs' | 'outputs',
): Set<number> {
  const steps = new Map<number, number[]>();
  for (const layer of layers) {
    const targets = steps.get(layer[from]);
    if (targets) targets.push(layer[to]);
    else steps.set(layer[from], [layer[to]]);
  }
  const reached = new Set([start]);
  // A set visits what is added while it is walked.
  for (const width of reached) steps.get(width)?.forEach((target) => reached.add(target));
  return reached;
}

/** The layers that take `width` inputs and after which all others can still be used. */
function fitting(left: readonly Candidate[], width: number): readonly Candidate[] {
  const candidates = left.filter(({ layer }) => layer.inputs === width);
  if (candidates.length === 1) return candidates;
  // The others that take this width are lost unless the chain comes back to it.
  const back = widthsReached(
    width,
    left.map(({ layer }) => layer),
    'outputs',
    'inputs',
  );
  return candidates.filter(({ layer }) => back.has(layer.outputs));
}

/** The layer that comes first by the numbers of its name. */
function firstOf(where: string, candidates: readonly Candidate[], atStart: boolean): Candidate {
  const first = candidates.reduce((best, candidate) =>
    compareNumbered(candidate, best) < 0 ? candidate : best,
  );
  const rivals = candidates.filter((candidate) => candidate !== first);
  if (rivals.every((rival) => compareNumbered(first, rival) < 0)) return first;
  const scalar = candidates.filter(({ layer }) => layer.inputs === 1);
  if (atStart && scalar.length > 0 && scalar.length < candidates.length) return firstOf(where, scalar, true);
  throw new FormatError(
    `${where}: the names must tell by their numbers which layer comes first where the shapes do not, ` +
      `got ${listLayers(candidates.map(({ layer }) => layer))}`,
  );
}
