/** Writers of the formats that `io` reads, byte by byte, with every field open to lies. */

import { readFileSync } from 'node:fs';
import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';

/** A file of test/fixtures as bytes. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
}

export function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `value` as an unsigned little-endian integer of `size` bytes. */
export function littleEndian(value: number | bigint, size: number): Uint8Array {
  let rest = BigInt(value);
  return Uint8Array.from({ length: size }, () => {
    const byte = Number(rest & 0xffn);
    rest >>= 8n;
    return byte;
  });
}

/** Numbers as bytes of the given type. */
export function numbers(
  type: 'float32' | 'float64' | 'uint16',
  values: readonly number[],
  little = true,
): Uint8Array {
  const size = { float32: 4, float64: 8, uint16: 2 }[type];
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, i) => {
    if (type === 'float32') view.setFloat32(i * size, value, little);
    else if (type === 'float64') view.setFloat64(i * size, value, little);
    else view.setUint16(i * size, value, little);
  });
  return new Uint8Array(view.buffer);
}

/** A safetensors file; `length` replaces the true length of the header. */
export function safetensors(header: unknown, data: Uint8Array, length?: bigint): Uint8Array {
  const text = typeof header === 'string' ? ascii(header) : ascii(JSON.stringify(header));
  return concatenate(littleEndian(length ?? text.length, 8), text, data);
}

/** A `.npy` file with that header text; `version` 1, 2 or 3. */
export function npy(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = ascii(header);
  return concatenate(
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0),
    littleEndian(text.length, version === 1 ? 2 : 4),
    text,
    data,
  );
}

/** A `.npy` header as NumPy writes it. */
export function npyHeader(descr: string, shape: string, fortran = false): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
}

export interface ZipFile {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  readonly deflate?: boolean;
  /** What the directory says instead of the truth. */
  readonly lies?: Partial<Record<'flags' | 'method' | 'crc' | 'packedSize' | 'size' | 'offset', number>>;
}

/** What the end record says instead of the truth. */
export type EndLies = Partial<Record<'disk' | 'here' | 'count' | 'size' | 'offset', number>>;

export function zip(files: readonly ZipFile[], end: EndLies = {}, comment = ''): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name: named, content, deflate = false, lies = {} } of files) {
    const name = typeof named === 'string' ? ascii(named) : named;
    const packed = deflate ? new Uint8Array(deflateRawSync(content)) : content;
    const common = concatenate(
      littleEndian(20, 2),
      littleEndian(lies.flags ?? 0, 2),
      littleEndian(lies.method ?? (deflate ? 8 : 0), 2),
      littleEndian(0, 4),
      littleEndian(lies.crc ?? zlibCrc32(content), 4),
      littleEndian(lies.packedSize ?? packed.length, 4),
      littleEndian(lies.size ?? content.length, 4),
      littleEndian(name.length, 2),
      littleEndian(0, 2),
    );
    const local = concatenate(ascii('PK\u0003\u0004'), common, name, packed);
    locals.push(local);
    directory.push(
      concatenate(
        ascii('PK\u0001\u0002'),
        littleEndian(20, 2),
        common,
        new Uint8Array(10),
        littleEndian(lies.offset ?? offset, 4),
        name,
      ),
    );
    offset += local.length;
  }
  const size = directory.reduce((sum, record) => sum + record.length, 0);
  return concatenate(
    ...locals,
    ...directory,
    ascii('PK\u0005\u0006'),
    littleEndian(end.disk ?? 0, 2),
    littleEndian(end.disk ?? 0, 2),
    littleEndian(end.here ?? files.length, 2),
    littleEndian(end.count ?? files.length, 2),
    littleEndian(end.size ?? size, 4),
    littleEndian(end.offset ?? offset, 4),
    littleEndian(comment.length, 2),
    ascii(comment),
  );
}

/** A small archive with one float32 array named `name`. */
export function npzOf(name: string, array: Uint8Array, deflate = false): Uint8Array {
  return zip([{ name: `${name}.npy`, content: array, deflate }]);
}
