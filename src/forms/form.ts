import { finiteNumber, object, sameLength, show } from '../numeric/checks.js';
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

/**
 * Refuses what is not a network, in O(1): the kinds and lengths of its arrays. That the numbers in them are
 * finite is what `shallowNetwork` has seen to.
 */
export function checkNetwork(where: string, network: ShallowNetwork): void {
  object(where, 'network', network);
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  madeBy('shallowNetwork', where, 'network.inputWeights', inputWeights);
  madeBy('shallowNetwork', where, 'network.inputBiases', inputBiases);
  madeBy('shallowNetwork', where, 'network.outputWeights', outputWeights);
  sameLength(where, 'network.inputBiases', inputBiases, 'inputWeights', inputWeights.length);
  sameLength(where, 'network.outputWeights', outputWeights, 'inputWeights', inputWeights.length);
  finiteNumber(where, 'network.outputBias', outputBias);
}

/** As {@link checkNetwork}, for a spline and `bdso`. */
export function checkBdso(where: string, spline: Bdso): void {
  object(where, 'spline', spline);
  const { breakpoints, deltaSlopes, orientations, outputBias } = spline;
  madeBy('bdso', where, 'spline.breakpoints', breakpoints);
  madeBy('bdso', where, 'spline.deltaSlopes', deltaSlopes);
  madeBy('bdso', where, 'spline.orientations', orientations, 'Int8Array');
  sameLength(where, 'spline.deltaSlopes', deltaSlopes, 'breakpoints', breakpoints.length);
  sameLength(where, 'spline.orientations', orientations, 'breakpoints', breakpoints.length);
  finiteNumber(where, 'spline.outputBias', outputBias);
}

/** As {@link checkNetwork}, for pieces and `piecewiseLinear`. */
export function checkPiecewiseLinear(where: string, pieces: PiecewiseLinear): void {
  object(where, 'pieces', pieces);
  const { knots, slopes, intercepts } = pieces;
  madeBy('piecewiseLinear', where, 'pieces.knots', knots);
  madeBy('piecewiseLinear', where, 'pieces.slopes', slopes);
  madeBy('piecewiseLinear', where, 'pieces.intercepts', intercepts);
  onePerPiece(where, 'pieces.slopes', slopes, knots);
  onePerPiece(where, 'pieces.intercepts', intercepts, knots);
}

/** Refuses what is none of the three forms. */
export function checkForm(where: string, form: Form): void {
  if (!isOneOf(form, 'inputWeights', 'breakpoints', 'knots')) {
    throw new TypeError(
      `${where}: form must be a ShallowNetwork, a Bdso or a PiecewiseLinear, got ${show(form)}`,
    );
  }
  if (isNetwork(form)) checkNetwork(where, form);
  else if (isBdso(form)) checkBdso(where, form);
  else checkPiecewiseLinear(where, form);
}

/** Refuses what has no units: neither a network nor a spline. */
export function checkFormOfUnits(where: string, form: ShallowNetwork | Bdso): void {
  if (!isOneOf(form, 'inputWeights', 'breakpoints')) {
    const got = isOneOf(form, 'knots') ? 'a PiecewiseLinear' : show(form);
    throw new TypeError(`${where}: form must be a ShallowNetwork or a Bdso, got ${got}`);
  }
  checkForm(where, form);
}

function isOneOf(form: unknown, ...properties: readonly string[]): boolean {
  return typeof form === 'object' && form !== null && properties.some((property) => property in form);
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
