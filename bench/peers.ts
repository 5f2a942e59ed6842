import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { LEAST_RUNS, RUN } from './harness.js';
import type { Contestant } from './harness.js';
import type { Instance } from './instances.js';

// Relative to the folder of the benchmarks, where `run.ts` starts them.
const input = 'build/input.bin';
const output = 'build/output.bin';

/** A program outside this one that computes the same. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
}

/** What a peer made of the first instance. */
export interface PeerResult {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The same algorithm in C, compiled at -O3 by the system's compiler; undefined, with a word, where there is none. */
export function compiledPeer(): Peer | undefined {
  const target = 'build/loss_gradient';
  const made = spawnSync('cc', ['-O3', '-std=c99', 'c/loss_gradient.c', '-o', target]);
  if (made.status === 0 && existsSync(target)) return { name: 'C', command: [target] };
  console.log('C: skipped, no C compiler `cc`');
  return undefined;
}

/** A Python library, O(N·H); undefined, with a word, where it is not installed. */
export function pythonPeer(library: 'numpy' | 'torch'): Peer | undefined {
  const name = library === 'numpy' ? 'NumPy' : 'PyTorch';
  if (spawnSync('python3', ['-c', `import numpy, ${library}`]).status === 0) {
    return { name, command: ['python3', 'python/loss_gradient.py'] };
  }
  console.log(`${name}: skipped, python3 with ${library} is not installed`);
  return undefined;
}

/** Writes the instances that peers read. */
export function handOver(instances: readonly Instance[]): void {
  const { network, data } = instances[0];
  const parts = [Float64Array.of(instances.length, data.x.length, network.inputWeights.length)];
  for (const { network, data } of instances) {
    const { inputWeights, inputBiases, outputWeights, outputBias } = network;
    for (const values of [data.x, data.y, inputWeights, inputBiases, outputWeights, [outputBias]]) {
      parts.push(Float64Array.from(values));
    }
  }
  writeFileSync(input, Buffer.concat(parts.map((part) => new Uint8Array(part.buffer))));
}

/** A peer at work on what was handed over last. */
export function peerContestant({ name, command }: Peer): Contestant {
  return (seconds) => {
    const [program, ...first] = command;
    const effort = [String(seconds), String(RUN), String(LEAST_RUNS)];
    const library = name === 'C' ? [] : [name === 'NumPy' ? 'numpy' : 'torch'];
    const ended = spawnSync(program, [...first, input, ...effort, output, ...library]);
    if (ended.status !== 0)
      throw new Error(`${name} ended with status ${ended.status}: ${String(ended.stderr)}`);
    const times = String(ended.stdout).trim().split('\n');
    return times.map((nanoseconds) => Number(nanoseconds) / 1e3);
  };
}

/** What the peer that ran last made of the first instance. */
export function peerResult(): PeerResult {
  const bytes = readFileSync(output);
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { loss: values[0], gradient: values.slice(1) };
}
