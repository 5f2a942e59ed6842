import {
  hessianInto,
  hessianVectorProductInto,
  hessianVectorWorkspace,
  hessianWorkspace,
} from 'relu-splines';
import { time } from '../harness.js';
import type { Effort } from '../harness.js';
import { instance, uniform } from '../instances.js';
import { digits, error, printTable, timing } from '../table.js';

/** The Hessian in O(N + H²) and its product with a vector in O(N + H), against size. */
export function hessianSuite(effort: Effort, quick: boolean): void {
  const widths = quick ? [100, 300] : [100, 300, 1000];
  printTable(
    'Hessian, N = 1,000',
    'All (3H + 1)² entries into a matrix that is there. The difference is the largest between its product with a vector and the ' +
      'product without the matrix, relative to the largest entry.',
    ['H', 'time', 'ns / entry', 'difference'],
    widths.map((width) => {
      const { network, data } = instance(1000, width, 1);
      const size = 3 * width + 1;
      const matrix = new Float64Array(size * size);
      const work = hessianWorkspace(data, width);
      const measured = time(() => {
        hessianInto(matrix, network, work);
        return matrix[1];
      }, effort);
      const direction = Float64Array.from({ length: size }, uniform(width));
      const product = new Float64Array(size);
      hessianVectorProductInto(product, direction, network, hessianVectorWorkspace(network, data));
      let largest = 0;
      let farthest = 0;
      for (let row = 0; row < size; row++) {
        let sum = 0;
        for (let column = 0; column < size; column++) sum += matrix[row * size + column] * direction[column];
        largest = Math.max(largest, Math.abs(sum));
        farthest = Math.max(farthest, Math.abs(sum - product[row]));
      }
      return [
        String(width),
        timing(measured),
        digits((measured.median * 1e3) / (size * size)),
        error(farthest / largest),
      ];
    }),
  );
  const sizes = quick ? [1e3, 1e4] : [1e3, 1e4, 1e5, 1e6];
  printTable(
    'Hessian–vector product, N = H',
    'For a workspace that knows the network.',
    ['N = H', 'time', 'ns / (N + H)'],
    sizes.map((size) => {
      const { network, data } = instance(size, size, 1);
      const work = hessianVectorWorkspace(network, data);
      const direction = Float64Array.from({ length: 3 * size + 1 }, uniform(size));
      const out = new Float64Array(3 * size + 1);
      const measured = time(() => {
        hessianVectorProductInto(out, direction, network, work);
        return out[1];
      }, effort);
      return [size.toLocaleString('en'), timing(measured), digits((measured.median * 1e3) / (2 * size))];
    }),
  );
}
