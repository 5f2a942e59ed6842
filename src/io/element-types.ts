import { dataView } from './bytes.js';
import { float16ToNumber } from './float16.js';

/** The kinds of numbers a checkpoint may hold. */
export type ElementType = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** Bytes of one number of each kind. */
export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
};

/**
 * The numbers that `bytes` holds, widened to float64, which is exact for each kind. Any alignment; the caller
 * has checked that the bytes are whole numbers.
 */
export function widen(bytes: Uint8Array, type: ElementType, littleEndian: boolean): Float64Array {
  const view = dataView(bytes);
  const size = ELEMENT_BYTES[type];
  const out = new Float64Array(bytes.length / size);
  switch (type) {
    case 'float16':
      for (let i = 0; i < out.length; i++) out[i] = float16ToNumber(view.getUint16(i * size, littleEndian));
      break;
    case 'bfloat16': {
      // A bfloat16 is the upper half of a float32.
      const single = new DataView(new ArrayBuffer(4));
      for (let i = 0; i < out.length; i++) {
        single.setUint32(0, view.getUint16(i * size, littleEndian) * 0x10000);
        out[i] = single.getFloat32(0);
      }
      break;
    }
    case 'float32':
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(i * size, littleEndian);
      break;
    case 'float64':
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat64(i * size, littleEndian);
      break;
  }
  return out;
}
