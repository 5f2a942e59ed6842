import { expect } from 'vitest';

/** `call` throws an error of exactly this kind with exactly this message. */
export function expectRefusal(
  call: () => unknown,
  kind: 'TypeError' | 'RangeError' | 'ShapeError',
  message: string,
): void {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown, `nothing was thrown; expected ${kind}: ${message}`).toBeInstanceOf(Error);
  const { name, message: said } = thrown as Error;
  expect(`${name}: ${said}`).toBe(`${kind}: ${message}`);
}
