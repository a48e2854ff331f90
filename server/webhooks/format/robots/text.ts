import type { KpiEventKind, RevisionReason } from '../../../events/log/kpi-event.ts';
import { readInstance } from '../../../events/rule/instance.ts';
import type { InstanceDimension, Severity } from '../../../events/rule/rule.ts';
import { inLocale } from '../../../graphql/locale.ts';
import type { Message } from '../message.ts';
import { formatValue, type Language } from './format-value.ts';

/** A message as people read it, before a robot's own markup. */
export interface RobotText {
  title: string;
  /** Label and what stands behind it. */
  lines: (readonly [label: string, text: string])[];
}

const words = {
  en: {
    kinds: {
      BREACHED: 'Threshold crossed',
      RECOVERED: 'Recovered',
      NO_DATA: 'No data',
      WINDOW_TURNED: 'A new window has begun',
      REVISED: 'Taken back',
    } satisfies Record<KpiEventKind, string>,
    severities: { INFO: 'Info', WARNING: 'Warning', CRITICAL: 'Critical' } satisfies Record<Severity, string>,
    dimensions: { CHANNEL: 'Channel', OWNER: 'Owner', TEAM: 'Team', STAGE: 'Stage' } satisfies Record<
      InstanceDimension,
      string
    >,
    reasons: {
      FACTS_CHANGED: 'facts came late or were corrected',
      BREACH_TAKEN_BACK: 'the breach that it ended never was',
      RULE_CHANGED: 'the rule was changed',
      RULE_REMOVED: 'the rule was removed',
    } satisfies Record<RevisionReason, string>,
    labels: {
      kpi: 'KPI',
      scope: 'Scope',
      value: 'Value',
      window: 'Window',
      sample: 'Sample',
      at: 'Looked at',
      why: 'Why',
    },
    whole: 'the whole funnel',
    without: '(none)',
    threshold: (value: string, threshold: string) => `${value} (threshold ${threshold})`,
    ping: ['Test message', 'This webhook works.'],
    colon: ': ',
  },
  zh: {
    kinds: {
      BREACHED: '触发阈值',
      RECOVERED: '已恢复',
      NO_DATA: '无数据',
      WINDOW_TURNED: '进入新周期',
      REVISED: '撤回',
    },
    severities: { INFO: '提示', WARNING: '警告', CRITICAL: '严重' },
    dimensions: { CHANNEL: '渠道', OWNER: '负责人', TEAM: '团队', STAGE: '阶段' },
    reasons: {
      FACTS_CHANGED: '事实迟到或被更正',
      BREACH_TAKEN_BACK: '它所结束的告警并未发生',
      RULE_CHANGED: '规则已修改',
      RULE_REMOVED: '规则已删除',
    },
    labels: {
      kpi: '指标',
      scope: '范围',
      value: '数值',
      window: '窗口',
      sample: '样本量',
      at: '评估时间',
      why: '原因',
    },
    whole: '整个漏斗',
    without: '(无)',
    threshold: (value: string, threshold: string) => `${value}(阈值 ${threshold})`,
    ping: ['测试消息', '此 Webhook 工作正常。'],
    colon: ':',
  },
};

export function colonOf(language: Language): string {
  return words[language].colon;
}

/** Every text ends with the product's name: robots that ask for a keyword can have that one. */
export const SIGNATURE = 'Funnelgraph';

export function robotText(message: Message, language: Language): RobotText {
  const said = words[language];
  if (message.type === 'ping')
    return { title: `${said.ping[0]} · ${message.name}`, lines: [[message.workspace.name, said.ping[1]!]] };
  const { event, rule, kpi, workspace } = message;
  const instance = readInstance(event.instance);
  // How it compares stands in the rule; an older version of it may have compared otherwise.
  const compare = rule.version === event.ruleVersion ? rule.definition.condition.compare : 'VALUE';
  const write = (value: number | null) =>
    formatValue(value, { ...kpi, compare, currency: workspace.currency, language });
  const at = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: event.timeZone,
  }).format(event.occurredAt);
  return {
    title: `${said.kinds[event.kind]} · ${said.severities[event.severity]} · ${rule.name}`,
    lines: [
      [said.labels.kpi, `${inLocale(kpi.name, language)} (${kpi.key})`],
      [
        said.labels.scope,
        instance ? `${said.dimensions[instance.dimension]} ${instance.key ?? said.without}` : said.whole,
      ],
      [said.labels.value, said.threshold(write(event.value), write(event.threshold))],
      ...(event.reason ? [[said.labels.why, said.reasons[event.reason]] as const] : []),
      [said.labels.window, `${event.windowFrom} – ${lastDay(event.windowTo)}`],
      [said.labels.sample, String(event.sampleSize)],
      [said.labels.at, `${at} (${event.timeZone})`],
    ],
  };
}

/** People name the last day of a window, not the one after it. */
function lastDay(end: string): string {
  return new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
}
