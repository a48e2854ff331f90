import { z } from 'zod';

/** The environment, checked. Everything that the server lets its owner set. */
export interface Config {
  port: number;
  host: string;
  /** A PostgreSQL server; absent: the embedded database in `dataDirectory`. */
  databaseUrl: string | undefined;
  dataDirectory: string;
  /** How many processes answer. */
  processes: number;
  /** Whether an empty database gets a workspace with demo data. */
  demo: boolean;
  /** On an empty database the first workspace gets this key, with all scopes; absent: a new one, printed. */
  adminKey: string | undefined;
  timeZone: string;
  currency: string;
  /** Origins whose pages may ask; undefined: any. */
  origins: readonly string[] | undefined;
  /** How much memory daily sums may take that are asked for again and again, of all processes; 0: none. */
  cellMemoryBytes: number;
  /** Whether webhooks may go to plain http and to addresses of one's own network. */
  webhooksToPrivate: boolean;
}

const text = z.string().trim();
const absentWhenEmpty = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema);

const environment = z.object({
  PORT: absentWhenEmpty(z.coerce.number('must be a number, such as 4000').int().min(0).max(65_535).default(4000)),
  HOST: absentWhenEmpty(text.default('127.0.0.1')),
  DATABASE_URL: absentWhenEmpty(
    text.refine((url) => /^postgres(ql)?:\/\//.test(url), 'must begin with postgresql://').optional(),
  ),
  DATA_DIR: absentWhenEmpty(text.default('./data')),
  FUNNEL_PROCESSES: absentWhenEmpty(z.coerce.number('must be a number, such as 2').int().min(1).max(64).default(1)),
  FUNNEL_DEMO: absentWhenEmpty(z.enum(['0', '1'], 'must be 0 (no demo data) or 1').default('1')),
  FUNNEL_ADMIN_KEY: absentWhenEmpty(
    text.regex(/^[\x21-\x7e]+$/, 'must be of visible ASCII characters without spaces').optional(),
  ),
  FUNNEL_TIME_ZONE: absentWhenEmpty(
    text.refine(isTimeZone, 'must be an IANA time zone, such as Asia/Shanghai').default('Asia/Shanghai'),
  ),
  FUNNEL_CURRENCY: absentWhenEmpty(text.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, such as CNY').default('CNY')),
  FUNNEL_ORIGINS: absentWhenEmpty(text.transform(readOrigins).optional()),
  FUNNEL_CELL_MEMORY_MB: absentWhenEmpty(
    z.coerce.number('must be a number of megabytes, such as 32').int().min(0).max(4_096).default(32),
  ),
  FUNNEL_WEBHOOK_ALLOW_PRIVATE: absentWhenEmpty(
    z.enum(['0', '1'], 'must be 0 (public addresses only) or 1').default('0'),
  ),
});

/** @throws ConfigError that names each variable that is wrong and says what it should be. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const { success, data, error } = environment.safeParse(variables);
  if (!success) throw new ConfigError(error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  if (data.FUNNEL_PROCESSES > 1 && !data.DATABASE_URL)
    throw new ConfigError([
      'FUNNEL_PROCESSES must be 1 without DATABASE_URL: the embedded database belongs to one process. Give a PostgreSQL server.',
    ]);
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    dataDirectory: data.DATA_DIR,
    processes: data.FUNNEL_PROCESSES,
    demo: data.FUNNEL_DEMO === '1',
    adminKey: data.FUNNEL_ADMIN_KEY,
    timeZone: data.FUNNEL_TIME_ZONE,
    currency: data.FUNNEL_CURRENCY,
    origins: data.FUNNEL_ORIGINS,
    cellMemoryBytes: data.FUNNEL_CELL_MEMORY_MB * 1_000_000,
    webhooksToPrivate: data.FUNNEL_WEBHOOK_ALLOW_PRIVATE === '1',
  };
}

export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The environment cannot be used as it is:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function readOrigins(list: string, context: z.RefinementCtx): string[] {
  const origins = list
    .split(',')
    .map((origin) => origin.trim())
    .filter(Boolean);
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      context.addIssue({
        code: 'custom',
        message: `has '${origin}', which is no origin such as https://crm.example.com`,
      });
  return origins;
}
