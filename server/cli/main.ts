import { importCommand } from './import-command.ts';
import { maintenanceCommand } from './maintenance-command.ts';
import { help, UsageError } from './usage.ts';

const [command, ...rest] = process.argv.slice(2);

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  if (command === 'import') return importCommand(rest);
  if (command === 'check' || command === 'rebuild') return maintenanceCommand(command, rest);
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    console.log(help);
    return 0;
  }
  throw new UsageError(`There is no command ${command}.\n\n${help}`);
}
