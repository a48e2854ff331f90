/** What the catalogue says to people, in both of its languages. */
export interface Text {
  en: string;
  zh: string;
}
