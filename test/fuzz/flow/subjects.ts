import { dataset } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import { ShapeError } from 'relu-splines/io';
import type { Chance } from '../chance.js';
import type { Attempt, Subject } from '../subject.js';
import { otherMethod, resumed, tinySteps } from './comparisons.js';
import type { Comparison } from './comparisons.js';
import { endComplaint, lawsComplaint } from './laws.js';
import { KINDS, problemBytes, problemOf } from './problems.js';
import type { Kind, Problem } from './problems.js';

/** One in so many problems is compared in each of these ways. */
const COMPARISONS = [
  ['resumed', 5, resumed],
  ['other method', 10, otherMethod],
  ['tiny steps', 10, tinySteps],
] as const;

/** The flow of problems of one kind. */
function flowSubject(kind: Kind): Subject {
  return {
    name: `flow-${kind}`,
    share: 1,
    input: (chance) => problemBytes(problemOf(kind, chance)),
    attempt: (chance) => {
      const problem = problemOf(kind, chance);
      return Promise.resolve(guarded(() => attemptOf(problem, chance)));
    },
  };
}

function attemptOf(problem: Problem, chance: Chance): Attempt {
  const start = performance.now();
  const flow = gradientFlow(problem.network, problem.data, problem.options);
  const ms = performance.now() - start;
  const verdict = flow.status;
  const complaint = endComplaint(flow, problem);
  if (complaint !== null || !problem.isTame) return { verdict, complaint, ms };
  const laws = lawsComplaint(flow, problem);
  if (laws.complaint !== null) return { verdict, ms, ...laws };
  const looks: string[] = [];
  for (const [name, each, compare] of COMPARISONS) {
    if (chance.below(each) !== 0) continue;
    const comparison: Comparison = compare(flow, problem, chance);
    if ('complaint' in comparison) return { verdict, ms, ...laws, complaint: comparison.complaint };
    looks.push(`${name}: ${comparison.verdict}`);
  }
  return { verdict, ms, ...laws, looks };
}

function guarded(attempt: () => Attempt): Attempt {
  try {
    return attempt();
  } catch (error) {
    const { name, message, stack } = error as Error;
    return { verdict: name, complaint: `throws ${stack ?? message}`, ms: 0 };
  }
}

/** What is no problem: no data, weights that are not finite. It must be refused, in words. */
const refusedSubject: Subject = {
  name: 'flow-refused',
  share: 0.2,
  input: (chance) => problemBytes(problemOf('any', chance)),
  attempt: (chance) => Promise.resolve(refusalOf(problemOf('any', chance), chance)),
};

function refusalOf({ network, data, options }: Problem, chance: Chance): Attempt {
  const bad = chance.pick([NaN, Infinity, -Infinity]);
  const calls: readonly (() => unknown)[] = [
    () => dataset([], []),
    () => dataset([bad], [0]),
    () => gradientFlow({ ...network, outputBias: bad }, data, options),
    () =>
      gradientFlow(
        { ...network, inputWeights: network.inputWeights.map(() => bad), outputBias: bad },
        data,
        options,
      ),
    () => gradientFlow(network, data, { ...options, time: chance.pick([NaN, -1, -Infinity]) }),
    () => gradientFlow(network, data, { ...options, relativeTolerance: chance.pick([0, -1, bad, 1]) }),
    () => gradientFlow(network, data, { ...options, steps: chance.pick([0, -1, 1.5, bad]) }),
  ];
  try {
    chance.pick(calls)();
    return { verdict: 'accepted', complaint: 'accepts what should be refused', ms: 0 };
  } catch (error) {
    const { name, message } = error as Error;
    const isOurs =
      (error instanceof RangeError || error instanceof ShapeError) &&
      /^(?:dataset|gradientFlow): \S/.test(message);
    return { verdict: name, complaint: isOurs ? null : `throws ${name}: ${message}`, ms: 0 };
  }
}

/** Gradient flow on small problems of all kinds. */
export const flowSubjects: readonly Subject[] = [...KINDS.map(flowSubject), refusedSubject];
