import { dataset, shallowNetwork } from 'relu-splines';
import { mergeTies } from '../../../src/data/merged-data.js';
import { modeField, residualTables } from '../../../src/flow/steps/mode-field.js';
import type { ModeField } from '../../../src/flow/steps/mode-field.js';
import { modesOf } from '../../../src/flow/steps/modes.js';

/** A field with the residuals given at distinct, sorted x: those of a network without units. */
export function fieldWithResiduals(x: readonly number[], residuals: readonly number[]): ModeField {
  const empty = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
  const field = modeField(mergeTies(dataset(x, residuals)));
  residualTables(field, Float64Array.of(0), modesOf(empty, field.merged.data));
  return field;
}
