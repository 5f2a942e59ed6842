/** The most bytes that were asked for at once, by a typed array or a buffer, since {@link forget}. */
let most = 0;

/** Counts from here on. */
export function forget(): void {
  most = 0;
}

/** The most bytes asked for at once since then; 0 unless {@link watchAllocations} was called. */
export function mostAllocated(): number {
  return most;
}

/** Puts the three kinds of arrays that the readers allocate behind a counter, and gives a function that undoes that. */
export function watchAllocations(): () => void {
  const { ArrayBuffer: Buffer, Uint8Array: Bytes, Float64Array: Doubles } = globalThis;
  Object.assign(globalThis, {
    ArrayBuffer: counted(Buffer, 1),
    Uint8Array: counted(Bytes, 1),
    Float64Array: counted(Doubles, 8),
  });
  return () => {
    Object.assign(globalThis, { ArrayBuffer: Buffer, Uint8Array: Bytes, Float64Array: Doubles });
  };
}

function counted<Kind extends abstract new (...args: never[]) => object>(kind: Kind, size: number): Kind {
  return new Proxy(kind, {
    construct: (target, args: unknown[], made) => {
      const [first] = args;
      // Counted before: what is too much for the machine throws.
      if (typeof first === 'number') most = Math.max(most, first * size);
      return Reflect.construct(target, args, made) as object;
    },
  });
}
