import { Command } from 'commander';
import { exitCodeOf } from '../errors.js';
import { examine } from '../experiment/doctor/examine.js';
import type { Finding } from '../experiment/doctor/finding.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';

/** `syndisco doctor`: whether this machine, its disk, models and servers are fit for a run. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check this machine and, with a config, the disk, models and servers that its run needs')
    .option('--notify', 'send a test notification to whom the config names')
    .action(async (options: CommonOptions & { notify?: boolean }, command: Command) => {
      const findings: Finding[] = [];
      await examine({
        source: options,
        isNamed: command.getOptionValueSource('config') !== 'default',
        sendsTest: options.notify === true,
        tell(found) {
          findings.push(...found);
          if (!options.json) process.stdout.write(found.map(describe).join(''));
        },
      });
      const failures = findings.filter(({ verdict }) => verdict === 'failure').length;
      if (options.json) process.stdout.write(`${JSON.stringify({ fit: failures === 0, findings })}\n`);
      else process.stdout.write(summarise(findings));
      if (failures > 0) process.exitCode = exitCodeOf.SYNDISCO_ENGINE_MISSING;
    });
}

function describe({ check, verdict, found, todo }: Finding): string {
  const advice = todo === undefined ? '' : `${' '.repeat(9)}→ ${printable(todo)}\n`;
  return `${verdict.padEnd(7)}  ${printable(`${check}  ${found}`)}\n${advice}`;
}

function summarise(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']): number => findings.filter((one) => one.verdict === verdict).length;
  const [failures, warnings] = [count('failure'), count('warning')];
  const of = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return `\n${findings.length} checks: ${of(failures, 'failure')}, ${of(warnings, 'warning')}.\n`;
}
