import { countIn, integerIn, knownKeys, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { randomStream } from '../numeric/streams.js';
import type { RandomStream } from '../numeric/streams.js';
import { inducedBreakpoints } from './breakpoints.js';
import { checkDeepNetwork } from './network.js';
import type { DeepNetwork } from './network.js';
import type { WindowOptions } from './unfold.js';

/** Options of {@link collectBreakpoints}. */
export interface CollectionOptions extends WindowOptions {
  /** Number of networks. */
  readonly draws: number;
  /** Draw d takes stream number d of this seed. Default 0. */
  readonly seed?: number;
}

/** The breakpoints that one layer induces, over many networks. */
export interface LayerCollection {
  /** β, network after network, in units of x. */
  readonly breakpoints: Float64Array;
  /** Orientation × jump of g at each: with one hidden layer the delta-slope μ. */
  readonly deltaSlopes: Float64Array;
  /** Breakpoints of each network, shape (draws). */
  readonly counts: Int32Array;
  /** Those of them that are active. */
  readonly activeCounts: Int32Array;
}

/**
 * Breakpoints and delta-slopes of many networks, layer by layer: what there is instead of a law for deep networks.
 *
 * Each layer's values are ready for a histogram (`histogramFigure` of `relu-splines/plot`). In the first layer breakpoints
 * follow the law of a shallow network (`heLaw` and the others), one for every unit.
 *
 * @param draw Makes a network from the stream that it is given.
 * @throws `RangeError` unless the number of draws is a positive integer; `ShapeError` for networks of different depths; as
 * `inducedBreakpoints`.
 * @example
 * ```ts
 * import { collectBreakpoints, deepTorchDefault } from 'relu-splines/deep';
 *
 * const layers = collectBreakpoints((stream) => deepTorchDefault({ widths: [8, 8] }, stream), { draws: 50 });
 * layers[0].breakpoints.length; // 400
 * layers[1].counts.length; // 50
 * ```
 */
export function collectBreakpoints(
  draw: (stream: RandomStream) => DeepNetwork,
  options: CollectionOptions,
): LayerCollection[] {
  const where = 'collectBreakpoints';
  if (typeof draw !== 'function') {
    throw new TypeError(`${where}: draw must be a function, got ${show(draw)}`);
  }
  knownKeys(where, options, ['draws', 'seed', 'window']);
  const draws = countIn(where, 'draws', options.draws, 1);
  const seed = integerIn(where, 'seed', options.seed ?? 0, 0);
  const { window } = options;
  const found = Array.from({ length: draws }, (_, d) => {
    const network = draw(randomStream(seed, d));
    checkDeepNetwork(where, network);
    return inducedBreakpoints(network, window === undefined ? {} : { window });
  });
  const depth = found[0].widths.length;
  const odd = found.findIndex(({ widths }) => widths.length !== depth);
  if (odd >= 0) {
    throw new ShapeError(
      `${where}: all networks must have the depth of the first, ${depth}, got ${found[odd].widths.length} in draw ${odd}`,
    );
  }
  return Array.from({ length: depth }, (_, l) => {
    const counts = Int32Array.from(found, ({ perLayer }) => perLayer[l]);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const breakpoints = new Float64Array(total);
    const deltaSlopes = new Float64Array(total);
    let at = 0;
    for (const each of found) {
      for (let k = each.layers.indexOf(l); k >= 0 && each.layers[k] === l; k++) {
        breakpoints[at] = each.breakpoints[k];
        deltaSlopes[at++] = each.orientations[k] * each.jumps[k] + 0;
      }
    }
    const activeCounts = Int32Array.from(found, ({ activePerLayer }) => activePerLayer[l]);
    return { breakpoints, deltaSlopes, counts, activeCounts };
  });
}
