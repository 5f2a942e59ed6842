import { describe, expect, it } from 'vitest';
import { networkToJson, readCheckpoint } from 'relu-splines/io';
import { ascii, concatenate, fixture, npy, npyHeader, numbers, safetensors, zip } from './files.js';

const JSON_TEXT = '{"0.weight": [[1], [-1]], "0.bias": [0, 2], "2.weight": [[1, 1]], "2.bias": [0]}';

describe('readCheckpoint', () => {
  it('reads JSON as text, bytes, with a byte-order mark and after white space', async () => {
    const expected = await readCheckpoint(JSON_TEXT);
    expect(expected.format).toBe('json');
    expect(expected.tensors).toHaveLength(4);
    for (const text of [`\uFEFF${JSON_TEXT}`, `\r\n\t ${JSON_TEXT}`]) {
      expect(await readCheckpoint(text)).toEqual(expected);
      expect(await readCheckpoint(ascii(text))).toEqual(expected);
      expect(await readCheckpoint(ascii(text).slice().buffer)).toEqual(expected);
    }
  });

  it('tells JSON whose ninth character is a brace from safetensors', async () => {
    await expect(readCheckpoint(ascii('{"abcd":{"x": 1}}'))).rejects.toThrow(
      'readCheckpoint: tensor "abcd" must be a number or nested lists of numbers, got an object',
    );
  });

  it('reads a safetensors file whose length begins with the byte of a brace', async () => {
    // 0x7B = 123 bytes of header.
    const header = JSON.stringify({ weight: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] } }).padEnd(
      123,
    );
    const file = safetensors(header, numbers('float32', [3]));
    expect(file[0]).toBe(0x7b);
    expect((await readCheckpoint(file)).format).toBe('safetensors');
  });

  it('reads this library’s own JSON as two layers', async () => {
    const text = networkToJson({
      inputWeights: [1, -2],
      inputBiases: [3, 4],
      outputWeights: [5, 6],
      outputBias: 7,
    });
    const { format, layers } = await readCheckpoint(text);
    expect(format).toBe('json');
    expect(layers).toEqual([
      {
        name: '0.weight',
        inputs: 1,
        outputs: 2,
        weights: Float64Array.of(1, -2),
        biases: Float64Array.of(3, 4),
      },
      { name: '2.weight', inputs: 2, outputs: 1, weights: Float64Array.of(5, 6), biases: Float64Array.of(7) },
    ]);
  });

  it('takes the bytes for the format it is told', async () => {
    const file = fixture('mcycle_shallow.npz');
    expect((await readCheckpoint(file, { format: 'npz' })).layers).toHaveLength(2);
    await expect(readCheckpoint(file, { format: 'safetensors' })).rejects.toThrow(
      /^readSafetensors: the header must have at most/,
    );
    await expect(readCheckpoint(file, { format: 'json' })).rejects.toThrow(
      'readCheckpoint: input must be UTF-8 text',
    );
    await expect(readCheckpoint(JSON_TEXT, { format: 'npz' })).rejects.toThrow(
      new TypeError('readCheckpoint: input must be bytes for the format "npz", got a text'),
    );
    await expect(readCheckpoint(file, { format: 'onnx' as 'npz' })).rejects.toThrow(
      new RangeError(`readCheckpoint: format must be 'json', 'safetensors' or 'npz', got "onnx"`),
    );
  });

  it.each<[string, Uint8Array, RegExp | string]>([
    [
      'an ONNX model',
      fixture('mcycle_shallow.onnx'),
      /^readCheckpoint: input is an ONNX model, .*; save the weights of the model it came from, in Python: /,
    ],
    [
      'an old PyTorch pickle',
      Uint8Array.of(0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc),
      /^readCheckpoint: input is a pickled PyTorch checkpoint, which can run code and is not read; in Python: .*weights_only=True/,
    ],
    [
      'a PyTorch zip',
      zip([{ name: 'archive/data.pkl', content: ascii('') }]),
      /^readNpz: input is a pickled PyTorch checkpoint/,
    ],
    [
      'a single array',
      npy(npyHeader('<f4', '()'), new Uint8Array(4)),
      /^readCheckpoint: input is a single NumPy array; .*numpy\.savez/,
    ],
    [
      'an HDF5 file',
      concatenate(Uint8Array.of(0x89), ascii('HDF\r\n\u001a\n'), new Uint8Array(20)),
      /^readCheckpoint: input is an HDF5 file, which is not read; in Python: numpy\.savez/,
    ],
    [
      'nothing',
      new Uint8Array(),
      'readCheckpoint: input must be a state_dict as JSON, a safetensors file or an .npz archive, got no bytes',
    ],
    [
      'something else',
      ascii('x,y\n1,2\n'),
      'an .npz archive, got bytes that begin with 78 2c 79 0a 31 2c 32 0a',
    ],
    [
      'a JSON list',
      ascii(' [1, 2]'),
      'readCheckpoint: input must be a JSON object, got an array of length 2',
    ],
    [
      'a network of another version',
      ascii('{"format": "relu-splines/network", "version": 2}'),
      'readCheckpoint: version must be 1, got 2',
    ],
    [
      'a lying safetensors header',
      safetensors({}, new Uint8Array(), 2n ** 60n),
      /^readSafetensors: the header must have at most .* got 1152921504606846976/,
    ],
    [
      'a header length without a zero byte',
      safetensors({}, new Uint8Array(), 0x0101010101010101n),
      /^readSafetensors: the header must have at most/,
    ],
    ['an empty object', ascii('{}'), 'layersOf: tensors must hold at least one weight, got none'],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readCheckpoint(bytes)).rejects.toThrow(message);
  });

  it('refuses the name of a file, and says what opens it', async () => {
    for (const name of [
      'net.safetensors',
      './runs/3/net.JSON',
      'C:\\net.npz',
      'https://example.org/net.json',
    ]) {
      await expect(readCheckpoint(name)).rejects.toThrow(
        `readCheckpoint: input must be the content of a file, got what looks like its name, ${JSON.stringify(name)}; readCheckpointFile of relu-splines/io/node opens files`,
      );
    }
    // JSON that ends like a name, or would.
    await expect(readCheckpoint('[1]\n.json')).rejects.toThrow('readCheckpoint: input must be JSON');
    await expect(readCheckpoint('{"a": 1}.json')).rejects.toThrow('readCheckpoint: input must be JSON');
  });

  it('refuses an option that there is not', async () => {
    await expect(readCheckpoint(JSON_TEXT, { fromat: 'json' } as object)).rejects.toThrow(
      new TypeError('readCheckpoint: unknown option "fromat"; there are format'),
    );
  });

  it.each([[5], [null], [undefined], [{}], [[1, 2]]])('refuses %s for an input', async (input) => {
    await expect(readCheckpoint(input as unknown as string)).rejects.toThrow(
      /^readCheckpoint: input must be a Uint8Array or an ArrayBuffer, got /,
    );
  });
});
