import { finiteNumber, object, positiveNumber, show } from '../numeric/checks.js';
import { DENSITY_KINDS } from './density.js';
import type { KernelWeight, WidthLimitDensity } from './density.js';
import { customWeight } from './weights/custom.js';
import { gaussianNetworkWeight } from './weights/gaussian-network.js';
import { cauchyWeight, uniformRatioWeight } from './weights/ratios.js';
import { uniformNetworkWeight } from './weights/uniform-network.js';
import { uniformWeight } from './weights/uniform.js';

/** Checks a density and gives what the solver asks of it. */
export function kernelWeight(where: string, density: WidthLimitDensity): KernelWeight {
  object(where, 'density', density);
  const positive = (name: string, value: number): number => positiveNumber(where, `density.${name}`, value);
  switch (density.kind) {
    case 'uniform': {
      const low = finiteNumber(where, 'density.low', density.low);
      const high = finiteNumber(where, 'density.high', density.high);
      if (!(low < high)) {
        throw new RangeError(`${where}: density.high must be above low = ${low}, got ${high}`);
      }
      return uniformWeight(low, high);
    }
    case 'cauchy':
      return cauchyWeight(positive('scale', density.scale));
    case 'uniform-ratio':
      return uniformRatioWeight(positive('halfWidth', density.halfWidth));
    case 'gaussian-network':
      return gaussianNetworkWeight(positive('sigmaB', density.sigmaB), positive('sigmaW', density.sigmaW));
    case 'uniform-network':
      return uniformNetworkWeight(positive('aB', density.aB), positive('aW', density.aW));
    case 'custom':
      return customWeight(where, density);
    default:
      // A caller without types.
      throw new TypeError(
        `${where}: density.kind must be one of ${DENSITY_KINDS.join(', ')}, got ${show((density as { kind: unknown }).kind)}`,
      );
  }
}
