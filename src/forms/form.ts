import { show } from '../numeric/checks.js';
import type { Bdso } from './bdso.js';
import type { ShallowNetwork } from './network.js';
import type { PiecewiseLinear } from './piecewise-linear.js';

/** One function in any of its three forms. */
export type Form = ShallowNetwork | Bdso | PiecewiseLinear;

/** Which of the three forms an object has, told by its properties. */
export type FormKind = 'network' | 'bdso' | 'piecewise-linear';

/** Is it a {@link ShallowNetwork}? */
export function isNetwork(form: Form): form is ShallowNetwork {
  return 'inputWeights' in form;
}

/** Is it a {@link Bdso}? */
export function isBdso(form: Form): form is Bdso {
  return 'breakpoints' in form;
}

/** Refuses what is none of the three forms, for callers without types. */
export function checkForm(where: string, form: unknown): void {
  const known =
    typeof form === 'object' &&
    form !== null &&
    ('inputWeights' in form || 'breakpoints' in form || 'knots' in form);
  if (!known) {
    throw new TypeError(
      `${where}: form must be a ShallowNetwork, a Bdso or a PiecewiseLinear, got ${show(form)}`,
    );
  }
}
