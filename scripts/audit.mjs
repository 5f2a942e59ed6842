// Asks the registry for known vulnerabilities. Any in what users install, or in what the build bundles, is an error;
// those of the other tools are told. A registry may refuse the question: then nothing is known, which is said, and is no
// error.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `npm audit` knows, or the word on why it knows nothing. */
function audit(...options) {
  const { stdout, error } = spawnSync('npm', ['audit', '--json', ...options], {
    cwd: root,
    encoding: 'utf8',
  });
  if (error !== undefined) return { refusal: error.message };
  let answer;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return { refusal: 'npm audit gave no answer' };
  }
  if (answer.auditReportVersion === undefined) return { refusal: answer.message ?? answer.error?.summary };
  return { vulnerabilities: Object.values(answer.vulnerabilities) };
}

/** What the build puts into the library, although npm knows it as a tool. */
const isBundled = ({ name }) => name.startsWith('@stdlib/');

/** Tells what is known of `what`; which packages are vulnerable. */
function tell(what, { refusal, vulnerabilities }) {
  if (vulnerabilities === undefined) {
    console.log(`${what}: not asked (${refusal ?? 'no reason given'})`);
    return [];
  }
  console.log(`${what}: vulnerable packages: ${vulnerabilities.length}`);
  for (const { name, severity, range, via } of vulnerabilities) {
    const causes = via.map((cause) =>
      typeof cause === 'string' ? `by ${cause}` : `${cause.title}, ${cause.url}`,
    );
    console.log(`  ${name} ${range} (${severity}): ${causes.join('; ')}`);
  }
  return vulnerabilities;
}

const installed = tell('what users install', audit('--omit=dev'));
const all = tell('with the tools of development', audit());
process.exitCode = installed.length === 0 && !all.some(isBundled) ? 0 : 1;
