/** The widgets' colours by their role, light and dark: the defaults of --funnel-surface, --funnel-raised … */
export const colours = {
  surface: ['#ffffff', '#14171f'],
  raised: ['#f6f7fa', '#1c212b'],
  text: ['#131722', '#eceff5'],
  muted: ['#5a6274', '#a3adbf'],
  line: ['#e3e6ed', '#2c3340'],
  accent: ['#3a53d6', '#8499ff'],
  open: ['#b9c4fb', '#34437f'],
  lost: ['#858da0', '#77829a'],
  won: ['#0b7a55', '#3fcf9b'],
  better: ['#0a6b4b', '#4fd6a5'],
  worse: ['#b3261e', '#ff9b91'],
  warning: ['#8a5300', '#f0b849'],
} as const;

export type Colour = keyof typeof colours;

/** The default of --funnel-font. */
export const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
