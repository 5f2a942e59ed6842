import { lossAndGradientInto, sweepWorkspace } from 'relu-splines';
import { contestant } from '../harness.js';
import type { Contestant } from '../harness.js';
import type { Instance } from '../instances.js';
import { apart } from '../parts.js';
import { compiledPeer, peerContestant, peerResult, pythonPeer } from '../peers.js';
import type { Peer } from '../peers.js';
import { errorOf } from '../record.js';
import type { ErrorFigure } from '../record.js';
import type { Session } from '../session.js';
import { byMatrices, matrixInstance } from '../variants/ml-matrix.js';
import { naive } from '../variants/naive.js';
import { openTensorflow } from '../variants/tensorflow.js';
import type { Tensorflow } from '../variants/tensorflow.js';

/** Who computes loss and gradient in O(N·H), beside the library and C. */
export const QUADRATIC = ['naive', 'NumPy', 'PyTorch', 'ml-matrix', 'tfjs'] as const;

/** Everybody but the library. */
export const PEERS = ['C', ...QUADRATIC] as const;

/** Those who compute loss and gradient. */
export type Name = 'library' | (typeof PEERS)[number];

/** The peers that are there. */
export interface Company {
  readonly programs: readonly Peer[];
  readonly tensorflow: Tensorflow | undefined;
}

/** Sees who is there. */
export async function openCompany(session: Session): Promise<Company> {
  const programs = [compiledPeer(session), pythonPeer(session, 'NumPy'), pythonPeer(session, 'PyTorch')];
  await session.npm('ml-matrix', 'ml-matrix');
  return {
    programs: programs.filter((peer) => peer !== undefined),
    tensorflow: await openTensorflow(session),
  };
}

/** Everybody at work on instances that were handed over; the O(N·H) ones only where that is wanted. */
export function contestantsOf(
  live: readonly Instance[],
  { programs, tensorflow }: Company,
  withQuadratic: boolean,
): Partial<Record<Name, Contestant>> {
  const works = live.map(({ network, data }) => sweepWorkspace(data, network.inputWeights.length));
  const all: Partial<Record<Name, Contestant>> = {
    library: inTurns(live, (out, { network }, k) => lossAndGradientInto(out, network, works[k])),
  };
  if (withQuadratic) {
    const matrices = live.map(matrixInstance);
    all.naive = inTurns(live, naive);
    all['ml-matrix'] = inTurns(live, (out, _, k) => byMatrices(out, matrices[k]));
    const calls = tensorflow && live.map((each) => tensorflow.lossAndGradient(each));
    if (calls !== undefined) all.tfjs = inTurns(live, (_out, _, k) => calls[k]());
  }
  for (const peer of programs) {
    if (peer.name === 'C' || withQuadratic) all[peer.name] = peerContestant(peer);
  }
  return all;
}

/** One call a time, of the instances in turns. */
function inTurns(
  live: readonly Instance[],
  call: (out: Float64Array, instance: Instance, k: number) => number,
): Contestant {
  const outs = live.map(({ network }) => new Float64Array(3 * network.inputWeights.length + 1));
  let turn = 0;
  return contestant(() => {
    turn = (turn + 1) % live.length;
    return call(outs[turn], live[turn], turn);
  });
}

/**
 * How far everybody's gradient is from the library's on an instance: the largest difference of an entry, relative to
 * the largest entry. Of programs it is the instance that they were timed on.
 */
export function differencesOf(
  instance: Instance,
  { programs, tensorflow }: Company,
  withQuadratic: boolean,
): Partial<Record<Name, ErrorFigure>> {
  const { network, data } = instance;
  const width = network.inputWeights.length;
  const own = new Float64Array(3 * width + 1);
  lossAndGradientInto(own, network, sweepWorkspace(data, width));
  const differences: Partial<Record<Name, ErrorFigure>> = {};
  for (const peer of programs) {
    if (peer.name === 'C' || withQuadratic)
      differences[peer.name] = errorOf(apart(peerResult(peer).gradient, own));
  }
  if (!withQuadratic) return differences;
  const out = new Float64Array(own.length);
  naive(out, instance);
  differences.naive = errorOf(apart(out, own));
  byMatrices(out, matrixInstance(instance));
  differences['ml-matrix'] = errorOf(apart(out, own));
  if (tensorflow !== undefined) differences.tfjs = errorOf(apart(tensorflow.gradient(instance), own));
  return differences;
}
