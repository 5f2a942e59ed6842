import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../commands/command.js';
import { root, runExample } from '../examples/command.js';
import { markdownSnippets, runSnippet, statedValues } from './snippets.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const snippets = markdownSnippets(readme, 'README.md');

describe('the README', () => {
  it('shows the output of the command it names, and its figure', () => {
    const { output, figures } = runExample('01-describe.ts', [], ['spline.svg']);
    const shown = /```text\n(.*?)```/s.exec(readme);
    expect(shown?.[1]).toBe(output);
    expect(readFileSync(join(root, 'docs/figures/spline.svg'), 'utf8')).toBe(figures.get('spline.svg'));
  });

  it('shows the table that the stored runs make', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relu-splines-'));
    try {
      const name = 'uniform-breakpoints';
      cpSync(join(root, 'docs/reproduction', `${name}.jsonl`), join(folder, `${name}.jsonl`));
      const { output } = runCommand('reproduce', [name, '--render', '--out', folder]);
      const [, shown] = Array.from(readme.matchAll(/```text\n(.*?)```/gs), ([, text]) => text);
      expect(output.split('\n\n- ')[0]).toBe(shown.trimEnd());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has snippets that state values', () => {
    expect(snippets.length).toBeGreaterThan(7);
    for (const { where, code } of snippets) expect(statedValues(code), where).toBeGreaterThan(0);
  });

  it.each(snippets)('$where runs and does what it says', async (snippet) => {
    await runSnippet(snippet);
  });
});
