import { expect, it } from 'vitest';
import type { Claim } from 'relu-splines/experiments';

/** Those claims whose failure would be a defect of the library. */
export function assertedOf(claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(({ asserted }) => asserted);
}

/** A test for each claim, that it holds; and one that there are claims. */
export function itBearsOut(claims: readonly Claim[]): void {
  it('claims something', () => {
    expect(claims.length).toBeGreaterThan(0);
  });
  it.each(claims)('$statement', ({ holds, evidence }) => {
    expect(holds, evidence).toBe(true);
  });
}

/** Every claim holds, and there is one. */
export function expectBorneOut(claims: readonly Claim[]): void {
  expect(claims.length).toBeGreaterThan(0);
  for (const { statement, holds, evidence } of claims) expect(holds, `${statement} ${evidence}`).toBe(true);
}
