import { finiteNumber, has, object, sameLength, show } from '../numeric/checks.js';
import type { Bdso } from './bdso.js';
import type { ShallowNetwork } from './network.js';
import { onePerPiece } from './piecewise-linear.js';
import type { PiecewiseLinear } from './piecewise-linear.js';

/** One function in any of its three forms. */
export type Form = ShallowNetwork | Bdso | PiecewiseLinear;

/** Is it a {@link ShallowNetwork}? Told by its properties. */
export function isNetwork(form: Form): form is ShallowNetwork {
  return 'inputWeights' in form;
}

/** Is it a {@link Bdso}? Told by its properties. */
export function isBdso(form: Form): form is Bdso {
  return 'breakpoints' in form;
}

/** What is handed over where another form is asked for, told by a property, and what to do with it. */
const OTHERS = {
  inputWeights: 'a ShallowNetwork: use toBdso first',
  breakpoints: 'a Bdso: use toNetwork first',
  coefficients: 'a PiecewisePolynomial: use evaluatePiecewise of relu-splines/splines',
  breaks: 'a Segmentation: use evaluateSegments of relu-splines/segments',
  knots: 'a PiecewiseLinear: use fromPiecewiseLinear first',
  layers: 'a DeepNetwork: use relu-splines/deep',
};

/** A short picture of what is not the form that was asked for. */
function otherForm(form: unknown): string {
  return Object.entries(OTHERS).find(([property]) => isOneOf(form, property))?.[1] ?? show(form);
}

/**
 * Refuses what `maker` has not made: no object, by its name what is another form, and arrays of other kinds or lengths.
 *
 * @param arrays The properties that are arrays, all of one length.
 */
function checkArrays(
  where: string,
  name: string,
  form: unknown,
  kind: string,
  maker: string,
  arrays: readonly string[],
): void {
  object(where, name, form);
  if (!has(form, arrays[0]) && isOneOf(form, ...Object.keys(OTHERS))) {
    throw new TypeError(`${where}: ${name} must be a ${kind}, got ${otherForm(form)}`);
  }
  const parts = form as Readonly<Record<string, ArrayLike<number>>>;
  const [first] = arrays;
  for (const array of arrays) {
    const part = parts[array];
    const made = array === 'orientations' ? Int8Array : Float64Array;
    // Tags and words take longer than a small loss does: they are for what is no instance, or no good.
    if (!(part instanceof made)) madeBy(maker, where, `${name}.${array}`, part, made.name);
    if (part.length !== parts[first].length) {
      sameLength(where, `${name}.${array}`, part, first, parts[first].length);
    }
  }
}

/**
 * Refuses what is not a network, in O(1): the kinds and lengths of its arrays. That the numbers in them are
 * finite is what `shallowNetwork` has seen to.
 */
export function checkNetwork(where: string, network: ShallowNetwork, name = 'network'): void {
  checkArrays(where, name, network, 'ShallowNetwork', 'shallowNetwork', [
    'inputWeights',
    'inputBiases',
    'outputWeights',
  ]);
  if (!Number.isFinite(network.outputBias)) finiteNumber(where, `${name}.outputBias`, network.outputBias);
}

/** As {@link checkNetwork}, for a spline and `bdso`. */
export function checkBdso(where: string, spline: Bdso): void {
  checkArrays(where, 'spline', spline, 'Bdso', 'bdso', ['breakpoints', 'deltaSlopes', 'orientations']);
  finiteNumber(where, 'spline.outputBias', spline.outputBias);
}

/** As {@link checkNetwork}, for pieces and `piecewiseLinear`. */
export function checkPiecewiseLinear(where: string, pieces: PiecewiseLinear): void {
  const maker = 'piecewiseLinear';
  checkArrays(where, 'pieces', pieces, 'PiecewiseLinear', maker, ['intercepts']);
  const { knots, slopes, intercepts } = pieces;
  madeBy(maker, where, 'pieces.knots', knots);
  madeBy(maker, where, 'pieces.slopes', slopes);
  onePerPiece(where, 'pieces.slopes', slopes, knots);
  onePerPiece(where, 'pieces.intercepts', intercepts, knots);
}

/** Refuses what is none of the three forms. */
export function checkForm(where: string, form: Form): void {
  if (!isOneOf(form, 'inputWeights', 'breakpoints', 'knots')) {
    throw new TypeError(
      `${where}: form must be a ShallowNetwork, a Bdso or a PiecewiseLinear, got ${otherForm(form)}`,
    );
  }
  if (isNetwork(form)) checkNetwork(where, form);
  else if (isBdso(form)) checkBdso(where, form);
  else checkPiecewiseLinear(where, form);
}

/** Refuses what has no units: neither a network nor a spline. */
export function checkFormOfUnits(where: string, form: ShallowNetwork | Bdso): void {
  if (!isOneOf(form, 'inputWeights', 'breakpoints')) {
    throw new TypeError(`${where}: form must be a ShallowNetwork or a Bdso, got ${otherForm(form)}`);
  }
  checkForm(where, form);
}

function isOneOf(form: unknown, ...properties: readonly string[]): boolean {
  return properties.some((property) => has(form, property));
}

/**
 * Refuses an array of another kind than the constructor `maker` makes. By its tag: an array made in another realm (a
 * frame, a test runner's sandbox) is no instance of this one's class.
 */
export function madeBy(
  maker: string,
  where: string,
  name: string,
  value: unknown,
  kind = 'Float64Array',
): void {
  if (Object.prototype.toString.call(value) !== `[object ${kind}]`) {
    throw new TypeError(
      `${where}: ${name} must be of type ${kind}, as ${maker} makes it, got ${show(value)}`,
    );
  }
}
