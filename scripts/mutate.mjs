// Mutation tests, room by room: changes the source one operator at a time and asks whether a test notices.
//   npm run mutate -- forms segments     the rooms named, or all of them
//   npm run mutate -- fit:scan,sweep     two files of a room, in place of what its last report says of them
//   npm run mutate -- forms --again      those that survived the last run, before more tests
// MUTATION_WORKERS says how many mutants are judged at a time, 2 by default. Each room leaves its report in
// .cache/mutation/ROOM.json; the score and the survivors are printed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Tests that take longer, in milliseconds, are left out: Stryker's first run, which counts who comes by in every loop,
 * takes ten times as long, and a mutant that survives has met every test of its place. The few that are asked again can
 * wait for the slow ones.
 */
const SLOW = { first: 150, again: 2000 };

/** Which sources, and which tests judge them. */
const rooms = {
  forms: ['src/forms/**', 'test/forms'],
  segments: ['src/segments/**', 'test/segments'],
  laws: ['src/init/laws/**', 'test/init'],
  fit: ['src/fit/**', 'test/fit'],
  loss: ['src/loss/*', 'test/loss'],
  'loss-slices': ['src/loss/slices/**', 'test/loss'],
  'loss-curvature': ['src/loss/curvature/**', 'test/loss'],
  'loss-null': ['src/loss/null/**', 'test/loss'],
  'loss-critical': ['src/loss/critical/**', 'test/loss'],
  flow: ['src/flow/*', 'test/flow'],
  'flow-events': ['src/flow/events/**', 'test/flow'],
  'flow-fields': ['src/flow/fields/**', 'test/flow'],
  'flow-steps': ['src/flow/steps/**', 'test/flow'],
  'flow-watching': ['src/flow/watching/**', 'test/flow'],
};

const again = process.argv.includes('--again');
const asked = process.argv
  .slice(2)
  .filter((argument) => argument !== '--again')
  .map((argument) => argument.split(':'));
const unknown = asked.map(([name]) => name).find((name) => !(name in rooms));
if (unknown !== undefined) {
  console.error(`mutate: no room ${unknown}; there are ${Object.keys(rooms).join(', ')}`);
  process.exit(2);
}
mkdirSync('.cache/mutation', { recursive: true });
for (const [name, only] of asked.length > 0 ? asked : Object.keys(rooms).map((room) => [room])) {
  const [sources, tests] = rooms[name];
  const path = `.cache/mutation/${name}.json`;
  if (again && !existsSync(path)) {
    console.error(`mutate: ${name} has no last run in ${path}; leave out --again`);
    process.exit(2);
  }
  const before = (again || only) && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { files: {} };
  const wanted = only?.split(',').map((file) => `${sources.replace(/\*+$/, '')}${file}.ts`) ?? [
    `${sources}.ts`,
  ];
  const places = again ? placesOf(before, only && wanted) : wanted;
  if (places.length === 0) continue;
  const report = `.cache/mutation/${name}-last.json`;
  const environment = { ...process.env, MUTATION_TESTS: tests, MUTATION_REPORT: report };
  const { slow, total } = timed(name, environment);
  environment.MUTATION_SLOW = slow;
  // Loops without an end are found by counting; this is for the others.
  environment.MUTATION_TIMEOUT = String(2000 + 2 * total);
  environment.MUTATION_MUTATE = JSON.stringify(places);
  const { status } = spawnSync(
    'npx',
    ['stryker', 'run', '--concurrency', process.env.MUTATION_WORKERS ?? '2'],
    { stdio: 'inherit', env: environment },
  );
  if (status !== 0) process.exit(status ?? 1);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  if (again) takeOver(before, result);
  const whole = again ? before : { ...result, files: { ...before.files, ...result.files } };
  writeFileSync(path, JSON.stringify(whole));
  print(name, whole);
}

/** Where the survivors of a report are, in all files or those wanted, as Stryker's ranges, which count columns from 0. */
function placesOf({ files }, wanted) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const survivors = wanted && !wanted.includes(file) ? [] : mutants.filter(survived);
    if (survivors.length > 0 && source !== readFileSync(file, 'utf8')) {
      console.error(`mutate: ${file} has changed since the last run; leave out --again`);
      process.exit(1);
    }
    return survivors.map(
      ({ location: { start, end } }) =>
        `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
    );
  });
}

/** Takes over what became of the survivors; what lies within one, and was killed before, stays killed. */
function takeOver(before, result) {
  for (const [file, { mutants }] of Object.entries(before.files)) {
    const now = new Map(result.files[file]?.mutants.map((mutant) => [nameOf(mutant), mutant.status]));
    for (const mutant of mutants.filter(survived)) mutant.status = now.get(nameOf(mutant)) ?? mutant.status;
  }
}

function nameOf({ location, mutatorName, replacement }) {
  return JSON.stringify([location, mutatorName, replacement]);
}

function survived({ status }) {
  return status === 'Survived' || status === 'NoCoverage';
}

/**
 * Runs the tests once as they are; gives the file in which the full names of the slow ones are, and the milliseconds that
 * the others take.
 */
function timed(name, environment) {
  const times = `.cache/mutation/${name}-times.json`;
  const slow = resolve(`.cache/mutation/${name}-slow.json`);
  writeFileSync(slow, '[]');
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...environment, MUTATION_SLOW: slow } };
  const reporter = ['--timeout', '0', '--reporter', 'json', '--reporter-option', `output=${times}`];
  const bundling = spawnSync('node', ['scripts/mutation-tests.mjs'], { ...options, stdio: 'inherit' });
  if (bundling.status !== 0) process.exit(1);
  const { status } = spawnSync('npx', ['mocha', ...reporter, '.cache/mutation/tests.mjs'], options);
  const { tests, failures } = JSON.parse(readFileSync(times, 'utf8'));
  if (status !== 0) {
    console.error(`mutate: the tests of ${name} fail as they are`, failures);
    process.exit(1);
  }
  const limit = again ? SLOW.again : SLOW.first;
  const isSlow = ({ duration = 0 }) => duration > limit;
  const names = tests.filter(isSlow).map(({ fullTitle }) => fullTitle);
  writeFileSync(slow, JSON.stringify(names, null, 2));
  console.log(`${name}: ${tests.length} tests; ${names.length} are slow and left out: ${slow}`);
  const quick = tests.filter((test) => !isSlow(test));
  return { slow, total: quick.reduce((sum, { duration = 0 }) => sum + duration, 0) };
}

/** The score of every file, and each survivor with its line. */
function print(name, { files }) {
  const all = { killed: 0, survived: 0 };
  for (const [file, { mutants }] of Object.entries(files)) {
    const killed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    const survivors = mutants.filter(survived);
    all.killed += killed;
    all.survived += survivors.length;
    console.log(`${score(killed, survivors.length)}  ${file}`);
    for (const { location, mutatorName, replacement, status } of survivors) {
      const where = `${location.start.line}:${location.start.column}`;
      console.log(
        `    ${where} ${mutatorName} -> ${replacement?.replaceAll(/\s+/g, ' ').slice(0, 90)} ${status}`,
      );
    }
  }
  console.log(`${name}: ${score(all.killed, all.survived)} of ${all.killed + all.survived} mutants\n`);
}

function score(killed, survived) {
  return killed + survived === 0 ? '  –   ' : `${((100 * killed) / (killed + survived)).toFixed(1)} %`;
}
