import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { SharedNullDirections, Supply } from './null-patterns.js';
import type { Relation } from './relations.js';
import { oneBreakpoint, preactivation } from './unit-lines.js';
import type { Line } from './unit-lines.js';

/**
 * What a right-facing and a left-facing pattern that split the data at the same place have in common: a line
 * that both make, added up, is the same line on all data.
 *
 * @param threshold As for {@link oneBreakpoint}.
 */
export function complementaryRelations(
  network: ShallowNetwork,
  data: Dataset,
  { right, left }: SharedNullDirections,
  threshold: number,
): Relation[] {
  const relations: Relation[] = [];
  for (const [split, fromRight] of right) {
    const fromLeft = left.get(split);
    if (fromLeft === undefined) continue;
    const lines = commonLines(network, data, split, fromRight, fromLeft, threshold);
    for (const line of lines) {
      relations.push([
        { supply: fromRight, facing: 'right', line, factor: 1, everywhere: 0 },
        { supply: fromLeft, facing: 'left', line, factor: 1, everywhere: 0 },
        { supply: null, facing: 'all', line, factor: 0, everywhere: -1 },
      ]);
    }
  }
  return relations;
}

function commonLines(
  network: ShallowNetwork,
  data: Dataset,
  split: number,
  right: Supply,
  left: Supply,
  threshold: number,
): Line[] {
  const anchor = data.x[data.groupStarts[split] - 1];
  if (right.kind === 'hinge') {
    const some =
      left.kind !== 'hinge' || oneBreakpoint(network, data, split, [right.unit, left.unit], threshold);
    return some ? [unitLine(network, right.unit, anchor)] : [];
  }
  if (left.kind === 'hinge') return [unitLine(network, left.unit, anchor)];
  return [
    { slope: 0, anchor, value: 1 },
    { slope: 1, anchor, value: 0 },
  ];
}

// w ≠ 0: the unit's breakpoint is among the data.
function unitLine(network: ShallowNetwork, unit: number, anchor: number): Line {
  return { slope: 1, anchor, value: preactivation(network, unit, anchor) / network.inputWeights[unit] };
}
