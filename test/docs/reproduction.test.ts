import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experiments } from 'relu-splines/experiments';
import type { AnyExperiment } from 'relu-splines/experiments';
import { readRuns } from '../../commands/reproduce/files.js';
import { markdownReport } from '../../commands/reproduce/report.js';
import { renderSvg } from '../../examples/render.js';
import { root } from '../examples/command.js';

const folder = `${root}docs/reproduction`;
const stored = experiments.map((experiment) => {
  const { config, runs } = readRuns(folder, experiment);
  return { experiment, config, runs, conclusion: experiment.conclude(config, runs) };
});

/** The run that takes least, of those that take least the last: seldom the one that a change would look at. */
function quickest(experiment: AnyExperiment, config: unknown): number {
  const costs = Array.from({ length: experiment.count(config) }, (_, index) =>
    experiment.cost(config, index),
  );
  return costs.lastIndexOf(Math.min(...costs));
}

describe('docs/reproduction.md', () => {
  it('is what the command makes of the stored runs', () => {
    const now = readFileSync(`${root}docs/reproduction.md`, 'utf8');
    expect(now === markdownReport(stored, 'reproduction'), 'npm run reproduce:render makes it anew').toBe(
      true,
    );
  });

  it.each(stored.map((each) => [each.experiment.name, each] as const))(
    '%s: its figures show the stored runs',
    async (_, { conclusion }) => {
      for (const [name, figure] of Object.entries(conclusion.figures)) {
        const now = readFileSync(`${folder}/${name}.svg`, 'utf8');
        const isCurrent = now === `${await renderSvg(figure)}\n`;
        expect(isCurrent, `${name}.svg: npm run reproduce:render draws it anew`).toBe(true);
      }
    },
  );

  it.each(stored.map((each) => [each.experiment.name, each] as const))(
    '%s: a run made now is the stored one, to the last digit',
    (_, { experiment, config, runs }) => {
      const index = quickest(experiment, config);
      expect(JSON.parse(JSON.stringify(experiment.run(config, index)))).toEqual(runs[index]);
    },
  );

  it.each(stored.map((each) => [each.experiment.name, each] as const))(
    '%s: rests on the defaults, and all that is asserted holds',
    (_, { experiment, config, conclusion }) => {
      expect(config).toEqual(experiment.defaults);
      const broken = conclusion.claims.filter(({ asserted, holds }) => asserted && !holds);
      expect(broken).toEqual([]);
    },
  );
});
