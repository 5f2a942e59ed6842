/**
 * How much a file may ask for. The networks of this library have one input and one output: a file above these
 * bounds is broken, hostile or something else, and is refused before anything of its size is allocated.
 */

/** Bytes of a binary file, and of everything a zip unpacks to. */
export const MAX_BYTES = 2 ** 28;

/** Characters of a text (JSON, CSV); parsed, a character can cost some ten bytes. */
export const MAX_TEXT_LENGTH = 2 ** 26;

/** Numbers in all tensors of a file together. */
export const MAX_ELEMENTS = 2 ** 25;

/** Tensors of a file: 512 layers with biases. */
export const MAX_TENSORS = 1024;

/** Dimensions of one tensor. */
export const MAX_DIMENSIONS = 8;

/** Bytes of a safetensors header: a kilobyte a tensor. */
export const MAX_HEADER_BYTES = 2 ** 20;

/** Bytes of the header of one NumPy array; NumPy itself refuses longer ones. */
export const MAX_NPY_HEADER_BYTES = 10_000;

/** Keys of one JSON object: the tensors and the metadata of a header. */
export const MAX_JSON_KEYS = MAX_TENSORS + 1;

/** Lists and objects in a JSON text: a weight has one a row. A parser spends far more on these than on numbers. */
export const MAX_JSON_LISTS = 2 ** 20;

/** Columns of a table, as many as a spreadsheet has. */
export const MAX_COLUMNS = 2 ** 14;

/** Nesting of JSON: a wrapped tensor of the most dimensions, with room to spare. */
export const MAX_JSON_DEPTH = 16;
