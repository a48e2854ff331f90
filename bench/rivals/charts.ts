import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const folder = fileURLToPath(new URL('./charts', import.meta.url));

/** Installs the chart libraries where they are missing, and builds of each what its chart needs. @returns the folder with echarts.js and chartjs.js; undefined without a registry */
export async function buildCharts(): Promise<string | undefined> {
  if (!existsSync(join(folder, 'node_modules/echarts'))) {
    console.error('Installing ECharts and Chart.js beside the project');
    const { status } = spawnSync('npm', ['install', '--no-fund', '--no-audit', '--no-package-lock'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      // npm would read the project's own settings from the environment that it gave to this script.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)/.test(name))),
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      console.error('The chart libraries could not be installed; their rows are left out.');
      return undefined;
    }
  }
  const outDir = join(folder, 'dist');
  for (const name of ['echarts', 'chartjs'])
    await build({
      configFile: false,
      logLevel: 'warn',
      root: folder,
      publicDir: false,
      build: {
        outDir,
        emptyOutDir: false,
        target: 'es2022',
        rolldownOptions: {
          preserveEntrySignatures: 'strict',
          input: { [name]: join(folder, `${name}.js`) },
          output: { entryFileNames: '[name].js' },
        },
      },
    });
  return outDir;
}
