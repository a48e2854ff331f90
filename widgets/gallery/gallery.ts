import { configure } from '../funnel-widgets.ts';

configure({});
