import type { Criticality, CriticalKind } from './criticality.js';

/** The kind of a point in one sentence; what `criticality` found is the evidence it quotes. */
export function describeCriticality(
  kind: CriticalKind,
  found: Omit<Criticality, 'kind' | 'description'>,
): string {
  const { inertia, stuck, tolerance, smoothLevel, generalisedLevel, residualLevel } = found;
  const flat = `${inertia.zero} flat direction${inertia.zero === 1 ? '' : 's'}`;
  switch (kind) {
    case 'global-minimum':
      return `A global minimum: every datum is fitted to ${figure(residualLevel)} of the terms that make it, with ${flat}.`;
    case 'local-minimum':
      return `A local minimum, least squares over its activation cell: no network with the same activations fits better (${flat}).`;
    case 'strict-saddle':
      return `A strict saddle: ${counted(inertia.negative, 'direction')} of negative curvature, one for each unit with v = 0 that has a reason to grow.`;
    case 'generalised-critical-point':
      return `A generalised critical point: the gradient does not vanish, but would with the right part-time activity of ${counted(stuck.length, 'unit')} stuck on data.`;
    case 'not-critical':
      return stuck.length > 0 && generalisedLevel < smoothLevel
        ? `Not critical at ${figure(tolerance)}, but nearly a generalised critical point: with part-time activity of ${counted(stuck.length, 'unit')} stuck on data the gradient vanishes to ${figure(generalisedLevel)} of its terms, without it only to ${figure(smoothLevel)}.`
        : `Not critical: the gradient vanishes only to ${figure(smoothLevel)} of its terms, against a tolerance of ${figure(tolerance)}.`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function figure(value: number): string {
  return value === 0 ? '0' : Number(value.toPrecision(2)).toString();
}
