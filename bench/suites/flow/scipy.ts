import { output } from '../../programs.js';
import type { Session } from '../../session.js';
import type { FlowProblem } from '../../variants/white-noise.js';
import { parameters } from './run.js';

/** What one of SciPy's integrators made of a flow. */
export interface PeerRun {
  readonly method: string;
  readonly tolerance: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** The time that was reached. */
  readonly reached: number;
  /** All weights at the end; null where the budget of evaluations ran out. */
  readonly theta: readonly number[] | null;
}

/** SciPy's integrators on a problem, each at some tolerances; nothing where it is not installed. */
export function askPeer(session: Session, { network, data }: FlowProblem, time: number): PeerRun[] {
  const { isQuick } = session;
  const python = session.python('SciPy', 'numpy', 'scipy');
  if (python === undefined) return [];
  const input = JSON.stringify({
    x: Array.from(data.x),
    y: Array.from(data.y),
    theta: parameters(network),
    time,
    methods: isQuick ? ['RK45'] : ['RK45', 'DOP853', 'LSODA', 'Radau'],
    tolerances: isQuick ? [1e-3] : [1e-3, 1e-4, 1e-6, 1e-8],
    budget: isQuick ? 20_000 : 100_000,
  });
  return output(python, ['python/flow.py'], input)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerRun);
}
