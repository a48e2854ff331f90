import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camelCase } from '../../../../server/graphql/kpi-set.ts';
import { rules } from '../../../../server/http/kpi-page/rules.ts';
import { definitions } from '../../../../server/kpi/catalogue.ts';
import { explanationOf } from '../../../../server/kpi/explanation/explanation.ts';
import { schema } from '../../../../server/schema.ts';
import { request } from '../../../support/client.ts';
import { startServer, type TestServer } from '../../../support/server.ts';

let server: TestServer;
const pages = new Map<string, string>();
beforeAll(async () => {
  server = await startServer();
  for (const language of ['en', 'zh'])
    pages.set(language, await (await fetch(`${server.url}/kpis?lang=${language}`)).text());
});
afterAll(() => server.close());

const get = (headers: Record<string, string> = {}, path = '/kpis', method = 'GET') =>
  fetch(server.url + path, { headers, method });
const idsIn = (page: string) => [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
const readable = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
const articleOf = (page: string, key: string) =>
  new RegExp(`<article class="kpi" id="${key}"[\\s\\S]*?</article>`).exec(page)![0];

describe.each(['en', 'zh'] as const)('the page in %s', (language) => {
  const page = () => pages.get(language)!;

  test('explains each KPI of the catalogue: name, example, unit, field, where it is', () => {
    for (const { key, name } of definitions) {
      const text = readable(articleOf(page(), key));
      expect(text).toContain(name[language].replace(/\((.*)\)/, language === 'zh' ? '（$1）' : '($1)'));
      const { calculation } = explanationOf(key).example;
      expect(text.replace(/<[^>]+>/g, '')).toContain(calculation[language]);
      expect(text).toContain(`<code>${camelCase(key)}</code>`);
      expect(text).toContain(`<code>${key}</code>`);
    }
  });

  test('says the rules that hold for all', () => {
    for (const { title } of rules) expect(readable(page())).toContain(title[language]);
  });

  test('has each id once, and what its links and labels point at', () => {
    const ids = idsIn(page());
    expect(ids).toEqual([...new Set(ids)]);
    for (const [, id] of page().matchAll(/(?:href="#|aria-labelledby="|aria-describedby="|for=")([^"]+)"/g))
      expect(ids).toContain(id);
  });

  test('has every anchor that the schema links to, and the schema links to every KPI', () => {
    const linked = [...readFileSync('schema.graphql', 'utf8').matchAll(/\/kpis#(\w+)/g)].map(([, key]) => key!);
    expect(new Set(linked)).toEqual(new Set(definitions.map(({ key }) => key)));
    expect(idsIn(page())).toEqual(expect.arrayContaining(linked));
  });

  test('closes what it opens, skips no heading, and leaves no value out', () => {
    expect(unbalanced(page())).toEqual([]);
    const levels = [...page().matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    for (const sign of [
      /undefined/,
      /\[object/,
      /NaN/,
      /\{\w+\}/,
      / style=|<style| on[a-z]+=/,
      /<script(?! type="module" src=)/,
    ])
      expect([sign, page().match(sign)?.[0]]).toEqual([sign, undefined]);
  });
});

test('English texts hold no Chinese but the other names and the way to the Chinese page', () => {
  const text = readable(pages.get('en')!)
    .replace(/<(p|a)[^>]* lang="zh-CN"[^>]*>[^<]*<\/\1>/g, '')
    .replace(/ data-words="[^"]*"/g, '');
  expect(text.match(/[\u3000-\u9fff\uff00-\uffef]+/g)).toBeNull();
});

test('Chinese texts have no half-width comma, colon or semicolon beside a Chinese character', () => {
  const text = readable(pages.get('zh')!)
    .replace(/<(script|title|meta|link|article)[^>]*>/g, '')
    .replace(/<[^>]+>/g, '\n');
  expect(text.match(/[\u4e00-\u9fff][,:;(]|[,:;)][\u4e00-\u9fff]/g)).toBeNull();
});

test('the query of each KPI is answered as it stands', async () => {
  for (const { key } of definitions) {
    const query = readable(/<pre[^>]*><code>([\s\S]*?)<\/code>/.exec(articleOf(pages.get('en')!, key))![1]!);
    expect([key, (await request(server, query)).errors]).toEqual([key, undefined]);
  }
});

test('the types named beside a field have it', () => {
  for (const { key } of definitions) {
    const owners = /<\/code> on ([\w, ]+)<\/dd>/.exec(articleOf(pages.get('en')!, key))![1]!.split(', ');
    const having = ['Funnel', 'Stage', 'Channel', 'Owner'].filter((name) => {
      const set = schema.getType(`${name}Kpis`);
      return isObjectType(set) && camelCase(key) in set.getFields();
    });
    expect([key, owners]).toEqual([key, having]);
  }
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['fr, en-GB;q=0.5, zh;q=0.7', 'zh-CN'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['zh;q=0, en;q=0.1', 'en'],
  ['de', 'en'],
  ['*', 'en'],
  ['zhx;;q=,', 'en'],
])('Accept-Language %s: %s', async (accepted, language) => {
  const response = await get({ 'accept-language': accepted });
  expect(response.headers.get('content-language')).toBe(language);
  expect(response.headers.get('vary')).toContain('Accept-Language');
  expect(await response.text()).toContain(`<html lang="${language}">`);
});

test('?lang= goes before Accept-Language', async () => {
  const response = await get({ 'accept-language': 'zh' }, '/kpis?lang=en');
  expect(response.headers.get('content-language')).toBe('en');
});

test('loads nothing but its own files', async () => {
  const policy = (await get()).headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("style-src 'self'");
  expect(policy).not.toContain('unsafe');
  for (const [, file] of pages.get('en')!.matchAll(/(?:src|href)="(\/widgets\/[^"]+)"/g))
    expect([file, (await get({}, file)).status]).toEqual([file, 200]);
});

test('is validated by its ETag, one for each language', async () => {
  const [first, chinese] = [await get({}, '/kpis?lang=en'), await get({}, '/kpis?lang=zh')];
  const etag = first.headers.get('etag')!;
  expect(chinese.headers.get('etag')).not.toBe(etag);
  expect(first.headers.get('cache-control')).toContain('max-age');
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await get({ 'if-none-match': known }, '/kpis?lang=en');
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  }
  expect((await get({ 'if-none-match': etag }, '/kpis?lang=zh')).status).toBe(200);
});

test('answers HEAD like GET without the page, and refuses to be written', async () => {
  const head = await get({}, '/kpis?lang=en', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(head.headers.get('etag')).toBe((await get({}, '/kpis?lang=en')).headers.get('etag'));
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const refused = await get({}, '/kpis', method);
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET']);
  }
});

test('comes packed to those who take it so, and plain to the others', async () => {
  const size = (encoding: string) =>
    new Promise<{ bytes: number; head: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `GET /kpis?lang=en HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${encoding}\r\nConnection: close\r\n\r\n`,
        ),
      );
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('end', () => {
        const answer = Buffer.concat(chunks);
        resolve({ bytes: answer.length, head: answer.subarray(0, 2000).toString('latin1') });
      });
    });
  const [packed, plain] = [await size('gzip'), await size('identity')];
  expect(packed.head).toMatch(/content-encoding: gzip/i);
  expect(plain.head).not.toMatch(/content-encoding/i);
  expect(packed.bytes).toBeLessThan(plain.bytes / 4);
  expect(packed.bytes).toBeLessThan(60_000);
});

/** Elements that are closed without being open, or open at the end. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name, isEmpty] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (isEmpty || name === 'wbr') continue;
    if (!closing) open.push(name!);
    else if (open.pop() !== name) wrong.push(name!);
  }
  return [...wrong, ...open];
}
