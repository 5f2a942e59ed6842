// Loading it seeds a generator of its own from Math.random, which nothing here uses.
import ziggurat from '@stdlib/random-base-improved-ziggurat';
import { integerIn, show } from './checks.js';

/**
 * A seeded source of random numbers.
 *
 * Owned by its caller: every draw moves it on, and nothing else does. {@link randomStream} makes one.
 */
export interface RandomStream {
  /** A number in [0, 1), uniform among the multiples of 2^−53. */
  uniform(): number;
  /** A number in (0, 1), uniform among the multiples of 2^−53: safe for a logarithm or a quantile function. */
  openUniform(): number;
  /** A standard normal number. */
  normal(): number;
  /**
   * An integer from 0 to `bound − 1`, each exactly as likely as any other.
   *
   * @throws RangeError if `bound` is not an integer from 1 to 2^53 − 1.
   */
  integer(bound: number): number;
  /** −1 or 1, each with probability 1/2. */
  sign(): -1 | 1;
  /** Fills `out` with the numbers that as many calls of {@link RandomStream.uniform} would give. */
  uniformInto(out: Float64Array): void;
  /** Fills `out` with the numbers that as many calls of {@link RandomStream.normal} would give. */
  normalInto(out: Float64Array): void;
  /** A copy of all that the next numbers depend on, for {@link resumeStream}. */
  state(): Uint32Array;
}

/**
 * The random stream number `stream` of `seed`.
 *
 * The same pair gives the same numbers, whatever other streams are in use: give each network, worker or trial
 * a stream number of its own, and the result does not depend on who draws first. Different pairs give
 * unrelated numbers for all practical purposes. That they never coincide is not proven: the pair is hashed
 * into the 19937 bits of a Mersenne Twister's state (`init_by_array` of Matsumoto & Nishimura 2002, on the
 * four 32-bit halves), so that a collision, or an overlap of two streams, is improbable and not impossible.
 *
 * Uniform numbers have 53 random bits (two outputs of MT19937; M. Matsumoto & T. Nishimura, "Mersenne
 * Twister", ACM Trans. Model. Comput. Simul. 8 (1998)); normal ones come from the improved ziggurat method
 * (J. A. Doornik 2005), both as in `@stdlib`. They are the same on every machine: integer operations, the
 * four basic operations, square roots, and an exponential and a logarithm written in JavaScript. The one
 * thing trusted beyond the language's standard is that `Math.sqrt` is correctly rounded, as it is in all
 * current engines. Not for cryptography.
 *
 * @throws RangeError if `seed` or `stream` is not an integer from 0 to 2^53 − 1, TypeError if it is no number.
 *
 * @example
 * ```ts
 * import { randomStream } from 'relu-splines/init';
 *
 * const trial = randomStream(2020, 7);
 * trial.uniform(); // 0.5033292875668534
 * trial.normal(); // 1.8384161318962025
 * ```
 */
export function randomStream(seed: number, stream = 0): RandomStream {
  const key = [...halves('seed', seed), ...halves('stream', stream)];
  return streamOf(ziggurat.factory({ seed: new Uint32Array(key) }));
}

/**
 * The stream that goes on where another one was when it gave its {@link RandomStream.state}.
 *
 * @throws TypeError if `state` is not a `Uint32Array`, RangeError if it is not such a state.
 * @example
 * ```ts
 * import { randomStream, resumeStream } from 'relu-splines/init';
 *
 * const stream = randomStream(2020, 7);
 * stream.uniform();
 * const again = resumeStream(stream.state());
 * again.normal() === stream.normal(); // true
 * ```
 */
export function resumeStream(state: Uint32Array): RandomStream {
  if (!(state instanceof Uint32Array)) {
    throw new TypeError(`resumeStream: state must be a Uint32Array, got ${show(state)}`);
  }
  try {
    return streamOf(ziggurat.factory({ state }));
  } catch (cause) {
    throw new RangeError(
      `resumeStream: state must be what state() returned, got an array of length ${state.length}`,
      { cause },
    );
  }
}

function halves(name: string, value: number): [low: number, high: number] {
  const whole = integerIn('randomStream', name, value, 0);
  return [whole >>> 0, Math.floor(whole / 2 ** 32)];
}

function streamOf(normal: ReturnType<typeof ziggurat.factory>): RandomStream {
  // The uniform generator that feeds the normal one: both move the same state.
  const uniform = normal.PRNG;
  const openUniform = (): number => {
    let u = uniform();
    while (u === 0) u = uniform();
    return u;
  };
  return {
    uniform: () => uniform(),
    openUniform,
    normal: () => normal(),
    integer(bound) {
      integerIn('integer', 'bound', bound, 1);
      // 2^53 equally likely integers; what is left over past the last full round of `bound` is drawn again.
      const end = 2 ** 53 - (2 ** 53 % bound);
      let draw = uniform() * 2 ** 53;
      while (draw >= end) draw = uniform() * 2 ** 53;
      return draw % bound;
    },
    sign: () => (uniform() < 0.5 ? -1 : 1),
    uniformInto(out) {
      for (let i = 0; i < out.length; i++) out[i] = uniform();
    },
    normalInto(out) {
      for (let i = 0; i < out.length; i++) out[i] = normal();
    },
    state: () => normal.state,
  };
}
