import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { KpiEvent } from '../../../../server/events/log/kpi-event.ts';
import type { AlertRule } from '../../../../server/events/rule/rule.ts';
import { formats } from '../../../../server/webhooks/format/formats.ts';
import { eventMessage, type Message } from '../../../../server/webhooks/format/message.ts';
import { formatValue } from '../../../../server/webhooks/format/robots/format-value.ts';
import type { Webhook, WebhookFormat } from '../../../../server/webhooks/webhook.ts';

const at = new Date('2026-11-26T01:02:03.456Z');
const event: KpiEvent = {
  id: '0192f0c0-0000-7000-8000-000000000001',
  workspaceId: '0192f0c0-0000-7000-8000-000000000002',
  sequence: 7,
  kind: 'BREACHED',
  ruleId: '0192f0c0-0000-7000-8000-000000000003',
  ruleVersion: 1,
  kpi: 'lead_to_won_rate',
  severity: 'CRITICAL',
  instance: 'CHANNEL=ads',
  value: 0.0425,
  kpiValue: 0.0425,
  threshold: 0.05,
  windowFrom: '2026-11-01',
  windowTo: '2026-12-01',
  timeZone: 'Asia/Shanghai',
  sampleSize: 120,
  occurredAt: at,
  silenced: false,
  revises: null,
  reason: null,
  revised: false,
};
const rule = {
  id: event.ruleId,
  name: '赢单率',
  version: 1,
  definition: { condition: { compare: 'VALUE' } },
} as AlertRule;
const workspace = { name: 'Acme', currency: 'CNY' };

function write(format: WebhookFormat, locale: 'en' | 'zh', message: Message, secret: string | null = null) {
  const webhook = { url: 'https://robot.example/send?access_token=abc', locale, secret } as Webhook;
  const { url, body } = formats[format].write(message, { webhook, messageId: 'msg_1', at });
  return { url, body: JSON.parse(body) };
}

const message = eventMessage(event, rule, workspace);

test('企业微信', () => {
  expect(write('WECOM', 'zh', message)).toEqual({
    url: 'https://robot.example/send?access_token=abc',
    body: {
      msgtype: 'markdown',
      markdown: {
        content: [
          '**触发阈值 · 严重 · 赢单率**',
          '> 指标:整体转化率 (lead_to_won_rate)',
          '> 范围:渠道 ads',
          '> 数值:4.25 %(阈值 5 %)',
          '> 窗口:2026-11-01 – 2026-11-30',
          '> 样本量:120',
          '> 评估时间:2026年11月26日 09:02 (Asia/Shanghai)',
          'Funnelgraph',
        ].join('\n'),
      },
    },
  });
});

test('钉钉, with and without 加签', () => {
  const { url, body } = write('DINGTALK', 'zh', message);
  expect(url).toBe('https://robot.example/send?access_token=abc');
  expect(body).toMatchObject({ msgtype: 'markdown', markdown: { title: '触发阈值 · 严重 · 赢单率' } });
  expect(body.markdown.text).toContain('\n- 数值:4.25 %(阈值 5 %)\n');
  const signed = new URL(write('DINGTALK', 'zh', message, 'SECabc').url);
  const timestamp = '1795654923456';
  const sign = createHmac('sha256', 'SECabc').update(`${timestamp}\nSECabc`).digest('base64');
  expect(Object.fromEntries(signed.searchParams)).toEqual({ access_token: 'abc', timestamp, sign });
});

test('飞书, with and without 签名校验', () => {
  const { body } = write('FEISHU', 'zh', message);
  expect(body).toMatchObject({ msg_type: 'post', content: { post: { zh_cn: { title: '触发阈值 · 严重 · 赢单率' } } } });
  expect(body.content.post.zh_cn.content[2]).toEqual([{ tag: 'text', text: '数值:4.25 %(阈值 5 %)' }]);
  expect(body).not.toHaveProperty('sign');
  const signed = write('FEISHU', 'en', message, 'secret').body;
  const timestamp = '1795654923';
  const sign = createHmac('sha256', `${timestamp}\nsecret`).digest('base64');
  expect(signed).toMatchObject({ timestamp, sign, content: { post: { en_us: expect.anything() } } });
});

test('Slack', () => {
  const { body } = write('SLACK', 'en', message);
  expect(body).toEqual({
    text: 'Threshold crossed · Critical · 赢单率',
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: [
            '*Threshold crossed · Critical · 赢单率*',
            'KPI: Lead to won rate (lead_to_won_rate)',
            'Scope: Channel ads',
            'Value: 4.25 % (threshold 5 %)',
            'Window: 2026-11-01 – 2026-11-30',
            'Sample: 120',
            'Looked at: 26 Nov 2026, 09:02 (Asia/Shanghai)',
            'Funnelgraph',
          ].join('\n'),
        },
      },
    ],
  });
});

test('an event taken back says why', () => {
  const revised = eventMessage({ ...event, kind: 'REVISED', reason: 'FACTS_CHANGED', value: null }, rule, workspace);
  const { content } = write('WECOM', 'zh', revised).body.markdown;
  expect(content).toContain('**撤回 · 严重 · 赢单率**');
  expect(content).toContain('> 原因:事实迟到或被更正');
  expect(content).toContain('> 数值:无(阈值 5 %)');
});

test('nobody is mentioned and no link is made by a name that somebody sent', () => {
  const hostile = '<@all> <!channel> [win](http://evil.example) **x** @all\n# y';
  const bad = eventMessage({ ...event, instance: `CHANNEL=${hostile}` }, { ...rule, name: hostile }, workspace);
  for (const format of ['WECOM', 'DINGTALK'] as const)
    for (const text of Object.values(write(format, 'zh', bad).body.markdown) as string[]) {
      expect(text).not.toMatch(/<@|\]\(|@all|\n# /);
      expect(text.match(/\*\*/g)?.length ?? 0).toBe(format === 'WECOM' ? 2 : 0);
    }
  const slack = write('SLACK', 'en', bad).body;
  expect(JSON.stringify(slack)).not.toMatch(/<[@!]/);
  const lines = write('FEISHU', 'zh', bad).body.content.post.zh_cn.content as { tag: string; text: string }[][];
  for (const [part] of lines) expect([part!.tag, part!.text.includes('\n')]).toEqual(['text', false]);
});

test('a long name leaves the message within 企业微信’s 4,096 bytes', () => {
  const long = '漏'.repeat(5_000);
  const message = eventMessage({ ...event, instance: `CHANNEL=${long}` }, { ...rule, name: long }, workspace);
  expect(Buffer.byteLength(write('WECOM', 'zh', message).body.markdown.content)).toBeLessThan(4_096);
});

test.each([
  ['WECOM', '{"errcode":0,"errmsg":"ok"}', null],
  ['WECOM', '{"errcode":45009,"errmsg":"api freq out of limit"}', 'RATE_LIMITED'],
  ['WECOM', '{"errcode":93000,"errmsg":"invalid webhook url"}', 'REFUSED'],
  ['DINGTALK', '{"errcode":0,"errmsg":"ok"}', null],
  ['DINGTALK', '{"errcode":130101,"errmsg":"send too fast"}', 'RATE_LIMITED'],
  ['DINGTALK', '{"errcode":310000,"errmsg":"sign not match"}', 'REFUSED'],
  ['FEISHU', '{"code":0,"msg":"success","data":{}}', null],
  ['FEISHU', '{"code":11232,"msg":"frequency limited"}', 'RATE_LIMITED'],
  ['FEISHU', '{"code":19021,"msg":"sign match fail"}', 'REFUSED'],
  ['FEISHU', '<html>', 'REFUSED'],
  ['FEISHU', 'null', 'REFUSED'],
] as const)('%s answering 200 %s: %s', (format, body, error) => {
  expect(formats[format].judge!({ status: 200, retryAfter: undefined, body }).error).toBe(error);
});

test.each([
  [12_345.678, 'COUNT', 'VALUE', '12,345.68', '12,345.68'],
  [0.123, 'RATIO', 'VALUE', '12.3 %', '12.3 %'],
  [-0.02, 'RATIO', 'CHANGE', '-2 points', '-2 个百分点'],
  [0.5, 'MONEY', 'RELATIVE_CHANGE', '+50 %', '+50 %'],
  [1_200, 'MONEY', 'VALUE', 'CNY 1,200.00', 'CNY 1,200.00'],
  [7_200, 'SECONDS', 'VALUE', '2 hours', '2 小时'],
  [259_200, 'SECONDS', 'VALUE', '3 days', '3 天'],
  [null, 'COUNT', 'VALUE', 'none', '无'],
] as const)('%j of %s as %s is written %s', (value, unit, compare, en, zh) => {
  const common = { unit, isPercentage: unit === 'RATIO', compare, currency: 'CNY' };
  expect(formatValue(value, { ...common, language: 'en' })).toBe(en);
  expect(formatValue(value, { ...common, language: 'zh' })).toBe(zh);
});

test('a ratio of unlike things is written as a number, and so is its change', () => {
  const perLead = { unit: 'RATIO', isPercentage: false, currency: 'CNY', language: 'en' } as const;
  expect(formatValue(3.6812, { ...perLead, compare: 'VALUE' })).toBe('3.68');
  expect(formatValue(0.25, { ...perLead, compare: 'CHANGE' })).toBe('+0.25');
});
