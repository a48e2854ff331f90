/** Fired when a reader exports an element; cancelled, the page takes care of the file and nothing is downloaded. Bubbles through shadow roots. */
export class FunnelExportEvent extends Event {
  readonly format: 'png' | 'svg' | 'csv';
  readonly file: File;

  constructor(format: 'png' | 'svg' | 'csv', file: File) {
    super('funnel-export', { bubbles: true, composed: true, cancelable: true });
    this.format = format;
    this.file = file;
  }
}

declare global {
  interface HTMLElementEventMap {
    'funnel-export': FunnelExportEvent;
  }
  interface DocumentEventMap {
    'funnel-export': FunnelExportEvent;
  }
}
