import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let passed = 0;
let failed = 0;
const shared = '../shared';

suite();
for (const script of ['format', 'types', 'imports', 'schema', 'documents', 'migrations', 'manifest', 'size'])
  step(`npm run ${script}`, 'npm', ['run', '--silent', script]);
if (existsSync(shared)) {
  step('the contract', 'node', [`${shared}/check-contract.mjs`]);
  for (const file of readdirSync('.ci/checks')
    .filter((name) => name.endsWith('.check.mjs'))
    .sort())
    figures(file);
} else {
  console.log(`${shared} is not here: real data and the contract are not checked.`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** The tests, counted one by one. */
function suite() {
  const report = join(mkdtempSync(join(tmpdir(), 'funnel-ci-')), 'report.json');
  const { status } = spawnSync('npm', ['test', '--', '--reporter=json', `--outputFile.json=${report}`], {
    stdio: 'inherit',
  });
  if (!existsSync(report)) {
    console.log('not ok  npm test wrote no report');
    failed += 1;
    return;
  }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  for (const { name, message, assertionResults } of testResults) {
    if (message) console.log(`not ok  ${name}: ${message}`);
    for (const { status: outcome, fullName, failureMessages } of assertionResults)
      if (outcome === 'failed')
        console.log(`not ok  ${fullName}\n${failureMessages.join('\n').split('\n').slice(0, 12).join('\n')}`);
  }
  passed += numPassedTests;
  // A run may fail outside of any test, in a setup or by an unhandled error.
  failed += numFailedTests === 0 && status !== 0 ? 1 : numFailedTests;
  console.log(`npm test: ${numPassedTests} passed, ${numFailedTests} failed, exit ${status}`);
}

function step(what, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  console.log(`${status === 0 ? 'ok     ' : 'not ok '} ${what}`);
  if (status === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`${stdout}${stderr}`.split('\n').slice(-60).join('\n'));
}

/** A check against real data prints a line `ok …` or `not ok …` for each figure. */
function figures(file) {
  console.log(`# ${file}`);
  const { status, stdout, stderr } = spawnSync('node', [join('.ci/checks', file)], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const lines = stdout.split('\n');
  const bad = lines.filter((line) => line.startsWith('not ok'));
  const good = lines.filter((line) => line.startsWith('ok'));
  passed += good.length;
  failed += bad.length;
  console.log(`${good.length} figures as computed independently, ${bad.length} not`);
  if (bad.length > 0 || status !== 0) console.log(bad.join('\n'), stderr);
  if (bad.length === 0 && (status !== 0 || good.length === 0)) failed += 1;
}
