/** The recorded run: frames within a budget of memory, thinned by dropping every other one. */
import { shallowNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';

/** A network on its way. */
export interface Frame {
  /** Flow time; of descent, steps times the step size. */
  readonly time: number;
  /** Steps of the method. */
  readonly step: number;
  /** ½ Σ ε². */
  readonly loss: number;
  /** [w…, b…, v…, b₀], shape (3H + 1). */
  readonly parameters: Float64Array;
  /** The datum that each unit slides on (an index of the distinct x), or −1; null where the method does not know. */
  readonly slidingOn: Int32Array | null;
}

/** Frames of one run; {@link record} adds to it. */
export interface Recording<Kept = Frame> {
  /** Those kept, in the order of time. */
  readonly frames: Kept[];
  /** The last frame that came, kept or not; null before the first. */
  latest: Kept | null;
  /** Every so many frames are kept, a power of two. */
  stride: number;
  /** Frames that came. */
  seen: number;
  readonly most: number;
}

/** What a recording may take. */
const BYTES = 96 * 2 ** 20;

/** More frames than that nobody can tell apart on a screen. */
const MOST_FRAMES = 2400;

/** An empty recording for networks of so many units. */
export function recording<Kept = Frame>(width: number, bytes = BYTES): Recording<Kept> {
  // Parameters, sliding data, and a row of breakpoints, delta-slopes and orientations.
  const size = 8 * (3 * width + 1) + 4 * width + 17 * width;
  const most = Math.min(MOST_FRAMES, Math.max(16, Math.floor(bytes / size)));
  return { frames: [], latest: null, stride: 1, seen: 0, most };
}

/**
 * Adds a frame: the latest always, and to those kept if its number is a multiple of the stride. Where there are too
 * many, every other one is dropped and the stride doubles.
 *
 * @returns Whether earlier frames were dropped, so that indices have changed.
 */
export function record<Kept>(into: Recording<Kept>, frame: Kept): boolean {
  const { frames } = into;
  into.latest = frame;
  if (into.seen++ % into.stride !== 0) return false;
  frames.push(frame);
  if (frames.length <= into.most) return false;
  const kept = frames.filter((_, k) => k % 2 === 0);
  frames.splice(0, frames.length, ...kept);
  into.stride *= 2;
  return true;
}

/** Keeps the latest frame as well, when no more will come. */
export function finish<Kept>({ frames, latest }: Recording<Kept>): void {
  if (latest !== null && frames[frames.length - 1] !== latest) frames.push(latest);
}

/** The parameters of a network in one vector: [w…, b…, v…, b₀]. */
export function parametersOf(network: ShallowNetwork): Float64Array {
  const width = network.inputWeights.length;
  const parameters = new Float64Array(3 * width + 1);
  parameters.set(Float64Array.from(network.inputWeights));
  parameters.set(Float64Array.from(network.inputBiases), width);
  parameters.set(Float64Array.from(network.outputWeights), 2 * width);
  parameters[3 * width] = network.outputBias;
  return parameters;
}

/** The network of a vector of parameters. */
export function networkOf(parameters: Float64Array): ShallowNetwork {
  const width = (parameters.length - 1) / 3;
  return shallowNetwork({
    inputWeights: parameters.subarray(0, width),
    inputBiases: parameters.subarray(width, 2 * width),
    outputWeights: parameters.subarray(2 * width, 3 * width),
    outputBias: parameters[3 * width],
  });
}
