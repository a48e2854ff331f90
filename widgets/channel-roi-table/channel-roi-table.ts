import { define } from '../shared/define.ts';
import { ChannelRoiTableElement } from './channel-roi-table.element.ts';

define('channel-roi-table', ChannelRoiTableElement);

declare global {
  interface HTMLElementTagNameMap {
    'channel-roi-table': ChannelRoiTableElement;
  }
}
