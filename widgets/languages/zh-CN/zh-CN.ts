import type { Texts } from '../texts.ts';
import { channels } from './channels.ts';
import { chart } from './chart.ts';
import { common } from './common.ts';
import { csv } from './csv.ts';
import { evidence } from './evidence.ts';
import { feed } from './feed.ts';
import { files } from './files.ts';
import { scorecard } from './scorecard.ts';
import { trend } from './trend.ts';

export { formats } from './formats.ts';

export const texts: Texts = { ...common, chart, scorecard, channels, feed, evidence, csv, files, trend };
