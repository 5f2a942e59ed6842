import { readFileSync } from 'node:fs';
import { checkSweep } from 'relu-splines/experiments';
import type { Sweep, SweepSpec } from 'relu-splines/experiments';
import { Refusal, refusing } from '../refusal.js';

/** A specification and what it comes to. */
export interface LoadedSweep {
  readonly spec: SweepSpec;
  readonly sweep: Sweep;
}

/** Reads the specification of a sweep from a JSON file. */
export function loadSweep(path: string): LoadedSweep {
  const text = refusing(path, () => readFileSync(path, 'utf8'));
  let spec: unknown;
  try {
    spec = JSON.parse(text);
  } catch (cause) {
    throw new Refusal(`${path}: must be JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
  return refusing(path, () => ({ sweep: checkSweep(spec), spec: spec as SweepSpec }));
}
