import type { ReadonlyFloat64Array } from './arrays.js';

/** One fully connected layer as a checkpoint holds it: x ↦ Wx + b. */
export interface DenseLayer {
  /** Where it came from: the checkpoint's name of the weight tensor, such as `0.weight`. */
  readonly name: string;
  /** Width of the layer's output. */
  readonly outputs: number;
  /** Width of the layer's input. */
  readonly inputs: number;
  /** W, row by row (one row an output), shape (outputs × inputs). */
  readonly weights: ReadonlyFloat64Array;
  /** b, shape (outputs); zeros where the checkpoint has none. */
  readonly biases: ReadonlyFloat64Array;
}
