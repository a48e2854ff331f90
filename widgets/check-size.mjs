/**
 * `npm run size`: what each module weighs, gzip, with Lit. Fails above the budget, and where the READMEs' tables are wrong by more than half
 * a kilobyte; `-- --write` writes those tables.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { tags } from './build/tags.mjs';

/** bytes of the first element of a page, whichever it is, and of all; a language, views, and what a click opens come beside them. */
const FIRST_BYTES = 20_000;
const ALL_BYTES = 32_000;
const TOLERANCE_BYTES = 500;

const all = 'funnel-widgets';
const readmes = {
  'README.md': [
    ...['module', 'kB gzip, with Lit', 'when', 'every element', 'one element'],
    ...['with the first element that speaks it', 'with the first such element', 'when it is needed'],
  ],
  'README.zh-CN.md': [
    ...['模块', '大小(gzip,含 Lit),kB', '何时加载', '全部元素', '单个元素'],
    ...['随首个使用该语言的元素加载', '随首个同类元素加载', '按需加载'],
  ],
};

if (!existsSync(pathOf(`dist/${all}.js`))) fail(['widgets/dist/funnel-widgets.js is missing. Run: npm run build']);
const chunks = readdirSync(pathOf('dist/chunks')).map((file) => `chunks/${file}`);
const modules = [
  { name: all, bytes: bytesOf(`${all}.js`), most: ALL_BYTES, kind: 3 },
  ...tags.map((tag) => ({ name: tag, bytes: bytesOf(`${tag}.js`), most: FIRST_BYTES, kind: 4 })),
  // Their names change with their content.
  ...chunks.map((file) => {
    const name = file.replace(/-[\w-]{8}\.js$/, '');
    return { name, bytes: bytesOf(file), kind: isLanguage(name) ? 5 : name.endsWith('-view') ? 6 : 7 };
  }),
];

for (const { name, bytes, most } of modules)
  console.log(`${name.padEnd(30)} ${String(bytes).padStart(6)} bytes${most ? ` of ${most}` : ''}`);
const tooHeavy = modules.filter(({ bytes, most }) => bytes > most);
const wrong = Object.entries(readmes).filter(([file, words]) => !isTold(file, words));
if (process.argv.includes('--write')) for (const [file, words] of wrong) write(file, words);
fail([
  ...tooHeavy.map(({ name, bytes, most }) => `${name} is ${bytes - most} bytes over its budget.`),
  ...(process.argv.includes('--write') ? [] : wrong).map(
    ([file]) => `${file} tells other sizes. Run: npm run size -- --write`,
  ),
]);

function isLanguage(name) {
  return existsSync(pathOf(`languages/${name.replace('chunks/', '')}`));
}

/** Whether a README lists just these modules, each with about its size. */
function isTold(file, words) {
  const told = tableIn(file).split('\n').slice(2);
  const rows = rowsOf(words);
  return (
    told.length === rows.length &&
    rows.every((row, index) => {
      const [, name, size, when] = row.split('|');
      const [, toldName, toldSize, toldWhen] = told[index].split('|');
      return name === toldName && when === toldWhen && Math.abs(size - toldSize) * 1000 <= TOLERANCE_BYTES;
    })
  );
}

function write(file, words) {
  const [module, size, when] = words;
  const table = [`| ${module} | ${size} | ${when} |`, '|---|--:|---|', ...rowsOf(words)].join('\n');
  const text = readFileSync(pathOf(`../${file}`), 'utf8');
  writeFileSync(
    pathOf(`../${file}`),
    text.replace(`\n${tableIn(file)}\n`, () => `\n${table}\n`),
  );
}

function rowsOf(words) {
  return modules.map(({ name, bytes, kind }) => `| \`${name}\` | ${(bytes / 1000).toFixed(1)} | ${words[kind]} |`);
}

function tableIn(file) {
  const text = readFileSync(pathOf(`../${file}`), 'utf8');
  const table = /<!-- sizes -->\n([\s\S]*?)\n<!-- \/sizes -->/.exec(text);
  if (!table) fail([`${file} has no place for the sizes: the marks <!-- sizes --> and <!-- /sizes -->.`]);
  return table[1];
}

function bytesOf(file) {
  return gzipSync(readFileSync(pathOf(`dist/${file}`)), { level: 9 }).length;
}

function pathOf(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}

function fail(messages) {
  for (const message of messages) console.error(message);
  if (messages.length > 0) process.exit(1);
}
