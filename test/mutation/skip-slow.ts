import { readFileSync } from 'node:fs';
import { beforeEach } from 'vitest';
import type { TestContext } from 'vitest';

/** Full names of the tests that `scripts/mutate.mjs` found slow. */
const slow = new Set(JSON.parse(readFileSync(process.env.MUTATION_SLOW ?? '', 'utf8')) as readonly string[]);

beforeEach(({ task, skip }) => {
  if (slow.has(fullName(task))) skip('slow');
});

/** As the reporter writes it: the titles from the outside in, with spaces between. */
function fullName(task: TestContext['task']): string {
  const titles = [task.name];
  for (let suite = task.suite; suite?.name; suite = suite.suite) titles.unshift(suite.name);
  return titles.join(' ');
}
