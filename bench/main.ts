import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { QUICK, THOROUGH, consumedSum } from './harness.js';
import type { Effort } from './harness.js';
import { accuracySuite } from './suites/accuracy.js';
import { deepSuite } from './suites/deep.js';
import { descentSuite } from './suites/descent.js';
import { flowSuite } from './suites/flow.js';
import { fitSuite } from './suites/fit.js';
import { gradientSuite } from './suites/gradient.js';
import { hessianSuite } from './suites/hessian.js';
import { initSuite } from './suites/init.js';
import { kernelSuite } from './suites/kernel.js';
import { limitsSuite } from './suites/limits.js';
import { momentsSuite } from './suites/moments.js';
import { multivariateSuite } from './suites/multivariate.js';
import { splinesSuite } from './suites/splines.js';
import { segmentsSuite } from './suites/segments.js';

const SUITES: Readonly<Partial<Record<string, (effort: Effort, quick: boolean) => void>>> = {
  gradient: gradientSuite,
  moments: momentsSuite,
  accuracy: accuracySuite,
  hessian: hessianSuite,
  descent: descentSuite,
  flow: flowSuite,
  init: initSuite,
  fit: fitSuite,
  deep: deepSuite,
  segments: segmentsSuite,
  kernel: kernelSuite,
  limits: limitsSuite,
  multivariate: multivariateSuite,
  splines: splinesSuite,
};

function main(words: readonly string[]): number {
  const quick = words.includes('--quick');
  const names = words.filter((word) => word !== '--quick');
  const unknown = names.find((name) => SUITES[name] === undefined);
  if (unknown !== undefined) {
    console.error(
      `bench: no suite ${unknown}; there are ${Object.keys(SUITES).join(', ')}, and the option --quick`,
    );
    return 2;
  }
  console.log(`${processor()}, Node ${process.version}, commit ${commit()}`);
  for (const name of names.length > 0 ? names : Object.keys(SUITES)) {
    SUITES[name]?.(quick ? QUICK : THOROUGH, quick);
  }
  console.log(`\n(consumed: ${consumedSum().toExponential(3)})`);
  return 0;
}

function processor(): string {
  try {
    const model = /model name\s*: (.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'));
    if (model) return model[1];
  } catch {
    // Not a Linux machine.
  }
  return `${process.platform} ${process.arch}`;
}

function commit(): string {
  const asked = spawnSync('git', ['rev-parse', '--short', 'HEAD']);
  return asked.status === 0 ? String(asked.stdout).trim() : 'unknown';
}

process.exitCode = main(process.argv.slice(2));
