import { show } from '../numeric/checks.js';
import { PICKLE_ADVICE } from './advice.js';
import { asBytes } from './bytes.js';
import { FormatError } from './format-error.js';
import { readNpy } from './npy.js';
import { TensorBudget } from './tensors.js';
import type { Tensor } from './tensors.js';
import { unzip, zipDirectory } from './zip.js';

/**
 * Reads a NumPy archive (`.npz`): a zip of `.npy` arrays, stored or deflated, as `numpy.savez` and
 * `numpy.savez_compressed` write. Asynchronous, because the platform's `DecompressionStream` is.
 *
 * Arrays of float16, float32 and float64 of either byte order, in C or Fortran order, are widened to float64 in
 * C order. Arrays of integers and booleans are left out, unless they are called a weight or a bias: those are
 * refused. The tensors come in the order of the archive.
 *
 * @param input The bytes of the file.
 * @returns A promise, rejected with `FormatError` for what is not a zip of arrays (a PyTorch `.pt` file, which
 * is a zip that holds a pickle, is refused with the way out), a wrong CRC-32 or lying sizes; `RangeError` for
 * NaN or Infinity among the values and for sizes above the limits; `TypeError` for what is not bytes.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { readNpz } from 'relu-splines/io';
 *
 * const tensors = await readNpz(await readFile('test/fixtures/mcycle_shallow.npz'));
 * tensors.map(({ name }) => name); // ['0.weight', '0.bias', '2.weight', '2.bias']
 * ```
 */
export async function readNpz(input: Uint8Array | ArrayBuffer): Promise<Tensor[]> {
  const where = 'readNpz';
  const bytes = asBytes(where, input);
  const entries = zipDirectory(where, bytes);
  for (const { name } of entries) {
    if (/(?:^|\/)data\.pkl$/.test(name)) throw new FormatError(`${where}: input is ${PICKLE_ADVICE}`);
  }
  for (const { name } of entries) {
    if (!name.endsWith('.npy')) {
      throw new FormatError(`${where}: the zip must hold only .npy arrays, got the entry ${show(name)}`);
    }
  }
  const budget = new TensorBudget(where);
  const tensors: Tensor[] = [];
  for (const entry of entries) {
    const tensor = readNpy(where, entry.name.slice(0, -4), await unzip(where, bytes, entry), budget);
    if (tensor) tensors.push(tensor);
  }
  return tensors;
}
