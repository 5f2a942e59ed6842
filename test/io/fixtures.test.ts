import { describe, expect, it } from 'vitest';
import { layersOf, readCheckpoint, readNpz, readSafetensors, readStateDict } from 'relu-splines/io';
import type { Tensor } from 'relu-splines/io';
import { fixture } from './files.js';

const WIDTHS = { mcycle_shallow: [1, 64, 1], mcycle_deep: [1, 16, 16, 16, 1] };

/** Shape and exact bits of each tensor, by name. */
function bits(tensors: readonly Tensor[]): Record<string, unknown> {
  return Object.fromEntries(
    tensors.map(({ name, shape, values }) => [
      name,
      { shape, bits: Array.from(new BigUint64Array(Float64Array.from(values).buffer), String) },
    ]),
  );
}

describe.each(Object.entries(WIDTHS))('the real network %s', (name, widths) => {
  const json = readStateDict(new TextDecoder().decode(fixture(`${name}.json`)));

  it('is the same to the last bit in every format', async () => {
    const wanted = bits(json);
    expect(bits(readSafetensors(fixture(`${name}.safetensors`)))).toEqual(wanted);
    expect(bits(await readNpz(fixture(`${name}.npz`)))).toEqual(wanted);
    expect(json.length).toBe(2 * (widths.length - 1));
  });

  it.each(['json', 'safetensors', 'npz'] as const)('gives its layers in order from %s', async (format) => {
    const checkpoint = await readCheckpoint(fixture(`${name}.${format}`));
    expect(checkpoint.format).toBe(format);
    expect(checkpoint.layers.map(({ inputs }) => inputs)).toEqual(widths.slice(0, -1));
    expect(checkpoint.layers.map(({ outputs }) => outputs)).toEqual(widths.slice(1));
    expect(checkpoint.layers.map((layer) => layer.name)).toEqual(
      widths.slice(1).map((_, k) => `${2 * k}.weight`),
    );
    checkpoint.layers.forEach((layer, k) => {
      const named = (key: string) => json.find((tensor) => tensor.name === key)?.values;
      expect(layer.weights).toEqual(named(`${2 * k}.weight`));
      expect(layer.biases).toEqual(named(`${2 * k}.bias`));
    });
  });

  it('holds float32 numbers, widened', () => {
    for (const { values } of json) expect(Float64Array.from(Float32Array.from(values))).toEqual(values);
  });

  it('is refused as ONNX with a way out', async () => {
    await expect(readCheckpoint(fixture(`${name}.onnx`))).rejects.toThrow(
      /^readCheckpoint: input is an ONNX model, .* not read; .*model\.state_dict\(\); json\.dump\(/,
    );
  });

  it('does not depend on the order of the tensors', () => {
    const reversed = [...json].reverse();
    expect(layersOf(reversed)).toEqual(layersOf(json));
  });
});
