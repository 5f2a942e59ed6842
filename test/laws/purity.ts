import { expect } from 'vitest';

/** `run` leaves its inputs as they were, and nothing that it returns shares memory with them. */
export function expectPure<Inputs extends readonly unknown[]>(
  run: (...inputs: Inputs) => unknown,
  ...inputs: Inputs
): void {
  const before = structuredClone(inputs);
  const result = run(...inputs);
  expect(inputs, `${run.name} must not write to its inputs`).toEqual(before);
  const handedOver = new Set(buffersOf(inputs));
  const shared = buffersOf(result).filter((buffer) => handedOver.has(buffer));
  expect(shared, `${run.name} must not hand its inputs' memory on`).toEqual([]);
}

function buffersOf(value: unknown): ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return value.byteLength > 0 ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}
