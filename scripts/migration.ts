/**
 * Writes the SQL that leads from prisma/migrations to prisma/schema.prisma, without a network: Prisma's schema engine as WebAssembly on
 * an embedded database. `npm run migration -- NAME` adds a migration; `npm run migration -- --check` only says whether one is missing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const directory = 'prisma/migrations';
const [name = '--check'] = process.argv.slice(2);
const script = await difference();

if (!script.trim() || script.includes('This is an empty migration')) {
  console.log('prisma/migrations and prisma/schema.prisma agree.');
} else if (name === '--check') {
  console.error(`prisma/schema.prisma asks for a migration; write it with: npm run migration -- NAME\n\n${script}`);
  process.exitCode = 1;
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(directory, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), script);
  console.log(`Wrote ${folder}/migration.sql`);
}
process.exit();

async function difference(): Promise<string> {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const engine = await loadEngine(schema);
  const result = await engine.diff({
    from: { tag: 'migrations', ...migrationsList() },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? '';
}

function migrationsList() {
  const names = existsSync(directory)
    ? readdirSync(directory).filter((entry) => existsSync(join(directory, entry, 'migration.sql')))
    : [];
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.sort().map((entry) => ({
      path: entry,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(directory, entry, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

interface SchemaEngine {
  diff(request: object): Promise<{ stdout?: string | null }>;
}

async function loadEngine(schema: string): Promise<SchemaEngine> {
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('@prisma/schema-engine-wasm'));
  const glue = await import(join(home, 'schema_engine_bg.js'));
  const { instance } = await WebAssembly.instantiate(readFileSync(join(home, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
  return glue.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}
