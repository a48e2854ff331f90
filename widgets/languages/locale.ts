/** A language tag that there are texts for: 'en', 'zh-CN', or one that the host page added. */
export type Locale = string;
