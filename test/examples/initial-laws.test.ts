import { expect, it } from 'vitest';
import { runExample } from './command.js';

it('02-initial-laws draws the four histograms and says what the laws mean', () => {
  const { status, output, complaint, figures } = runExample('02-initial-laws.ts', [], ['initial-laws.svg']);
  expect(complaint).toBe('');
  expect(status).toBe(0);
  // σ_b/σ_w = 1/√2 and a_b/a_w = 1; E ρ = 4 and 1/9.
  expect(output).toContain('half of the breakpoints lie within ±0.707');
  expect(output).toContain('expected roughness Σμ² = 4.000; twice that has probability ≤ 0.0741');
  expect(output).toContain('half of the breakpoints lie within ±1.000');
  expect(output).toContain('expected roughness Σμ² = 0.111');
  const svg = figures.get('initial-laws.svg') ?? '';
  for (const words of [
    '100,000 units at initialization',
    'breakpoint β',
    'delta-slope μ',
    'PyTorch default: breakpoints',
  ]) {
    expect(svg).toContain(words);
  }
  // 60 bars in each of four panels.
  expect(svg.match(/aria-roledescription="rect mark"/g)?.length ?? 0).toBe(240);
});
