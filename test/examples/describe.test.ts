import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, runExample } from './command.js';

const folder = mkdtempSync(join(tmpdir(), 'relu-splines-own-'));
const file = (name: string): string => join(folder, name);
const run = (...args: string[]): ReturnType<typeof runExample> => runExample('01-describe.ts', args);

beforeAll(() => {
  writeFileSync(
    file('own.json'),
    '{"fc2.bias": [1], "fc1.weight": [[1], [-1]], "fc2.weight": [[2, 3]], "fc1.bias": [-0.5, 0.25]}',
  );
  writeFileSync(file('one.json'), '{"fc1.weight": [[1]], "fc1.bias": [0]}');
  writeFileSync(
    file('wide.json'),
    '{"0.weight": [[1, 2]], "0.bias": [0], "2.weight": [[1]], "2.bias": [0], "4.weight": [[1]], "4.bias": [0]}',
  );
  writeFileSync(file('own.csv'), '"",seconds,label,metres\n1,0,a,1\n2,1,b,2\n3,2,c,4\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('npm start with a deep network', () => {
  const deep = (format: string, ...more: string[]): ReturnType<typeof runExample> =>
    runExample(
      '01-describe.ts',
      [
        join(root, `test/fixtures/mcycle_deep.${format}`),
        '--data',
        join(root, 'examples/data/mcycle.csv'),
        ...[
          '--units',
          'ms,g',
          '--scale',
          '25.178947368421046,13.082600811946708,-25.545864661654136,48.1400455614489',
        ],
        ...more,
      ],
      ['spline.svg'],
    );

  it('reports it by layer, the same from each of its files', () => {
    const [{ status, output, complaint, figures }, ...others] = ['safetensors', 'npz', 'json'].map((format) =>
      deep(format),
    );
    expect(complaint).toContain('spline.svg');
    expect(status).toBe(0);
    expect(output).toContain('A ReLU network of 3 hidden layers (16 × 16 × 16 units, 593 parameters)');
    expect(output).toContain('56 pieces on all of ℝ, 50 between the first and the last datum');
    expect(output).toContain('THE LAYERS AMONG THE DATA');
    expect(output).toContain('times (ms)');
    expect(figures.get('spline.svg')).toContain('by a network of 3 hidden layers');
    for (const other of others) {
      expect(other.output).toBe(output);
      expect(other.figures).toEqual(figures);
    }
  });

  it('prints the same as data with --json', () => {
    const report = JSON.parse(deep('npz', '--json').output) as {
      layers: { breakpoints: number }[];
      yUnit: string;
    };
    expect(report.layers.map(({ breakpoints }) => breakpoints)).toEqual([16, 16, 23]);
    expect(report.yUnit).toBe('g');
  });
});

describe('npm start with a network of one’s own', () => {
  it('reads it, by the columns that are named, and prints the same as data with --json', () => {
    const columns = ['--x', 'seconds', '--y', 'metres', '--units', 's,m'];
    const text = run(file('own.json'), '--data', file('own.csv'), ...columns);
    expect(text.complaint).toContain('Figures: ');
    expect(text.status).toBe(0);
    expect(text.output).toContain('A shallow ReLU network of 2 units');
    expect(text.output).toContain(
      'metres against seconds: 3 data at 3 distinct x, seconds 0 to 2 s, metres 1 to 4 m',
    );

    const data = run(file('own.json'), '--data', file('own.csv'), ...columns, '--json');
    const report = JSON.parse(data.output) as {
      spline: { units: { breakpoints: number[]; deltaSlopes: number[] } };
    };
    expect(report.spline.units).toMatchObject({ breakpoints: [0.5, 0.25], deltaSlopes: [2, -3] });
  });

  it('takes standardised networks', () => {
    const scaled = run(
      file('own.json'),
      '--data',
      file('own.csv'),
      ...['--x', 'seconds', '--y', 'metres', '--scale', '1,2,3,4', '--json'],
    );
    const report = JSON.parse(scaled.output) as {
      spline: { units: { breakpoints: number[]; deltaSlopes: number[] } };
    };
    // u = (x − 1)/2 at 0.5 and 0.25; slopes times 4/2.
    expect(report.spline.units).toMatchObject({ breakpoints: [2, 1.5], deltaSlopes: [4, -6] });
  });

  it.each([
    [['network.json'], 'CHECKPOINT and --data belong together'],
    [['a', 'b', '--data', 'c'], 'one CHECKPOINT, got a b'],
    [
      ['OWN', '--data', 'CSV', '--scale', '1,2,3'],
      '--scale must be four numbers XMEAN,XSD,YMEAN,YSD, got "1,2,3"',
    ],
    [['OWN', '--data', 'CSV', '--x', 'minutes', '--y', 'metres'], 'the column must be one of'],
    [['OWN', '--data', 'CSV'], 'label'],
    [['OWN', '--data', 'missing.csv'], 'missing.csv'],
    [
      ['ONE', '--data', 'CSV', '--x', 'seconds', '--y', 'metres'],
      'a shallow network has two layers, got 1: fc1.weight [1, 1]',
    ],
    [
      ['WIDE', '--data', 'CSV', '--x', 'seconds', '--y', 'metres'],
      'deepNetwork: layers must lead from one input to one output, got shapes [1, 2], [1, 1], [1, 1]',
    ],
    [
      [join(root, 'test/fixtures/mcycle_shallow.onnx'), '--data', 'CSV', '--x', 'seconds', '--y', 'metres'],
      'ONNX',
    ],
  ])('refuses %j with one clear line', (args, message) => {
    const given = args.map((arg) =>
      arg === 'CSV' ? file('own.csv') : /^[A-Z]+$/.test(arg) ? file(`${arg.toLowerCase()}.json`) : arg,
    );
    const { status, output, complaint } = run(...given);
    expect(complaint).toContain(message);
    expect(complaint).not.toContain('    at ');
    expect(output).toBe('');
    expect(status).toBe(1);
  });
});
