import { shallowNetwork } from 'relu-splines';
import type { Bdso, Dataset, ShallowNetwork } from 'relu-splines';
import { knotTypes } from '../../../src/loss/slices/knot-types.js';
import type { KnotTypeOptions, KnotTypes } from '../../../src/loss/slices/knot-types.js';

/** Both dynamics with both kinds of residuals. */
export const MODES = (['slice', 'flow'] as const).flatMap((dynamics) =>
  (['frozen', 'self-consistent'] as const).map((residuals) => ({ dynamics, residuals })),
);

/** The types of a unit that has a breakpoint. */
export function typesOf(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  unit: number,
  options: KnotTypeOptions = {},
): KnotTypes {
  const types = knotTypes(form, data, { unit, ...options });
  if (types === null) throw new Error('a unit without a breakpoint');
  return types;
}

/** A network that is nothing but its output bias: residuals are whatever the targets are. */
export const constant = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
