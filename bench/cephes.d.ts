/** What the benchmarks use of `cephes`, which has types but does not export them. */
declare module 'cephes' {
  /** Settles when the WebAssembly module is ready. */
  export const compiled: Promise<void>;
  export function k0(z: number): number;
}
