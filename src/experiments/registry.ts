import { show } from '../numeric/checks.js';
import { loneliness } from './overparametrisation/loneliness.js';
import type { AnyExperiment } from './experiment.js';

/** All experiments, in the order of the report. */
export const experiments: readonly AnyExperiment[] = [loneliness];

/**
 * The experiment of that name.
 *
 * @throws `RangeError` for an unknown name; the message lists the known ones.
 */
export function experimentNamed(name: unknown): AnyExperiment {
  const found = experiments.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = experiments.map((each) => each.name).join(', ');
  throw new RangeError(`experimentNamed: there is no experiment ${show(name)}; there are ${names}`);
}
