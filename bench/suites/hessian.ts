import {
  hessianInto,
  hessianVectorProductInto,
  hessianVectorWorkspace,
  hessianWorkspace,
} from 'relu-splines';
import { fitExponent } from '../exponent.js';
import type { Cost } from '../exponent.js';
import { goal } from '../goals.js';
import { time } from '../harness.js';
import { instance, uniform } from '../instances.js';
import { apart } from '../parts.js';
import { costPanel } from '../plots.js';
import { errorOf, figure, table } from '../record.js';
import type { ErrorFigure, SuiteRecord } from '../record.js';
import type { Session } from '../session.js';

const COUNT = 1000;

/** The Hessian in O(N + H²) and its product with a vector in O(N + H), against size. */
export function hessianSuite(session: Session): SuiteRecord {
  const { isQuick } = session;
  const matrices = [100, 300, 1000].map((width) => matrix(width, session));
  const products = (isQuick ? [1e3, 1e4] : [1e3, 1e4, 1e5, 1e6]).map((size) => product(size, session));
  return session.record({
    name: 'hessian',
    title: 'Hessian',
    tables: [
      table({
        id: 'matrix',
        title: `All of it, N = ${COUNT.toLocaleString('en')}`,
        note:
          'All (3H + 1)² entries into a matrix that is there. The difference is the largest between its product with a vector and the ' +
          'product without the matrix, relative to the largest entry.',
        head: 'H',
        columns: ['time', 'ns / entry', 'difference'],
        rows: matrices.map(({ size, time: measured, difference }) => ({
          name: String(size),
          cells: [measured, figure((measured.median * 1e3) / (3 * size + 1) ** 2), difference],
        })),
      }),
      table({
        id: 'product',
        title: 'Product with a vector, N = H',
        note: 'For a workspace that knows the network.',
        head: 'N = H',
        columns: ['time', 'ns / (N + H)'],
        rows: products.map(({ size, time: measured }) => ({
          name: size.toLocaleString('en'),
          cells: [measured, figure((measured.median * 1e3) / (2 * size))],
        })),
      }),
    ],
    plots: [
      {
        id: 'growth',
        title: 'Hessian: time against size',
        notes: ['The bands hold the middle half of the runs.'],
        panels: [
          costPanel('H', [{ name: 'matrix', costs: matrices }], `matrix, N = ${COUNT.toLocaleString('en')}`),
          costPanel('N = H', [{ name: 'product', costs: products }], 'product with a vector'),
        ],
      },
    ],
    exponents: [
      fitExponent('matrix, N = 1,000', 'H', matrices),
      fitExponent('product with a vector', 'N = H', products),
    ],
    goals: [
      goal({
        aim: 'hessian',
        what: 'the matrix at H = 1000, N = 1000',
        goal: '≤ 0.2 s',
        measured: matrices.find(({ size }) => size === 1000)?.time ?? null,
        atMost: 0.2e6,
      }),
    ],
  });
}

function matrix(width: number, { effort }: Session): Cost & { difference: ErrorFigure } {
  const { network, data } = instance(COUNT, width, 1);
  const size = 3 * width + 1;
  const entries = new Float64Array(size * size);
  const work = hessianWorkspace(data, width);
  const measured = time(() => {
    hessianInto(entries, network, work);
    return entries[1];
  }, effort);
  const direction = Float64Array.from({ length: size }, uniform(width));
  const expected = new Float64Array(size);
  hessianVectorProductInto(expected, direction, network, hessianVectorWorkspace(network, data));
  const found = expected.map((_, row) =>
    direction.reduce((sum, each, column) => sum + entries[row * size + column] * each, 0),
  );
  return { size: width, time: measured, difference: errorOf(apart(expected, found)) };
}

function product(size: number, { effort }: Session): Cost {
  const { network, data } = instance(size, size, 1);
  const work = hessianVectorWorkspace(network, data);
  const direction = Float64Array.from({ length: 3 * size + 1 }, uniform(size));
  const out = new Float64Array(3 * size + 1);
  const measured = time(() => {
    hessianVectorProductInto(out, direction, network, work);
    return out[1];
  }, effort);
  return { size, time: measured };
}
