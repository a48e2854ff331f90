import type { WebhookFormat } from '../webhook.ts';
import type { Format } from './format.ts';
import { dingtalk } from './robots/dingtalk.ts';
import { feishu } from './robots/feishu.ts';
import { slack } from './robots/slack.ts';
import { wecom } from './robots/wecom.ts';
import { standard } from './standard.ts';

export const formats: Record<WebhookFormat, Format> = {
  STANDARD: standard,
  WECOM: wecom,
  DINGTALK: dingtalk,
  FEISHU: feishu,
  SLACK: slack,
};
