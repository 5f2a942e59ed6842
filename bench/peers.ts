import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { RUN } from './harness.js';
import type { Contestant } from './harness.js';
import type { Instance } from './instances.js';
import type { Session } from './session.js';

// Relative to the folder of the benchmarks, where they run.
const input = 'build/input.bin';

/** A program outside this one that computes loss and gradient. */
export interface Peer {
  readonly name: 'C' | 'NumPy' | 'PyTorch';
  /** Its first words; what is the same for all of them follows. */
  readonly command: readonly string[];
  /** The last words. */
  readonly last: readonly string[];
  /** Whether it loads so much that it is not started often. */
  readonly isSlowToStart: boolean;
}

/** What a peer made of the first instance. */
export interface PeerResult {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The same algorithm in C, compiled at -O3 by the system's compiler; undefined where there is none. */
export function compiledPeer(session: Session): Peer | undefined {
  const target = 'build/loss_gradient';
  const made = spawnSync('cc', ['-O3', '-std=c99', 'c/loss_gradient.c', '-o', target]);
  if (made.status !== 0 || !existsSync(target)) {
    session.absent('C', 'no C compiler `cc`');
    return undefined;
  }
  session.present('C', String(spawnSync('cc', ['--version']).stdout).split('\n')[0]);
  return { name: 'C', command: [target], last: [], isSlowToStart: false };
}

/** A Python library, O(N·H); undefined where it is not installed. */
export function pythonPeer(session: Session, name: 'NumPy' | 'PyTorch'): Peer | undefined {
  const library = name === 'NumPy' ? 'numpy' : 'torch';
  const python = library === 'numpy' ? session.python(name, library) : session.python(name, 'numpy', library);
  if (python === undefined) return undefined;
  const command = [python, 'python/loss_gradient.py'];
  return { name, command, last: [library], isSlowToStart: true };
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
export function peerContestant({ name, command, last, isSlowToStart }: Peer): Contestant {
  const [program, ...first] = command;
  return {
    isSlowToStart,
    run(seconds, leastRuns) {
      const effort = [String(seconds), String(RUN), String(leastRuns)];
      return printedNumbers(name, program, [...first, input, ...effort, outputOf(name), ...last]).map(
        (nanoseconds) => nanoseconds / 1e3,
      );
    },
  };
}

/** The numbers that a program prints, one a line. */
export function printedNumbers(name: string, program: string, words: readonly string[]): number[] {
  const ended = spawnSync(program, words);
  if (ended.status !== 0) {
    throw new Error(`${name} ended with status ${ended.status}: ${String(ended.stderr)}`);
  }
  return String(ended.stdout).trim().split('\n').map(Number);
}

/** What a peer made of the first instance when it ran last. */
export function peerResult({ name }: Peer): PeerResult {
  const bytes = readFileSync(outputOf(name));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return { loss: values[0], gradient: values.slice(1) };
}

function outputOf(name: string): string {
  return `build/output-${name}.bin`;
}
