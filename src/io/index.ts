/**
 * Readers of trained networks and of data, for browsers and Node alike.
 *
 * @module relu-splines/io
 */

export { readCheckpoint } from './checkpoint.js';
export type { Checkpoint, CheckpointFormat } from './checkpoint.js';
export { layersOf } from './layers.js';
export type { DenseLayer } from '../numeric/dense-layer.js';
export { readStateDict } from './state-dict.js';
export { readSafetensors } from './safetensors.js';
export { readNpz } from './npz.js';
export type { Tensor } from './tensors.js';
export { column, readCsv } from './csv.js';
export type { CsvOptions, Table } from './csv.js';
export { networkFromJson, networkToJson } from './network-json.js';
export type { NetworkArrays, NetworkRecord } from './network-json.js';
export { FormatError } from './format-error.js';
export { ShapeError } from '../numeric/errors.js';
