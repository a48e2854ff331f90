import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { install } from './install.ts';

const folder = fileURLToPath(new URL('./charts', import.meta.url));

/** Installs the chart libraries where they are missing, and builds of each what its chart needs. @returns the folder with echarts.js and chartjs.js; undefined without a registry */
export async function buildCharts(): Promise<string | undefined> {
  if (!install('ECharts and Chart.js', folder, ['echarts', 'chart.js'])) return undefined;
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
