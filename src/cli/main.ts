import { Command, CommanderError, Option } from 'commander';
import { exitCodeOf, fail } from '../errors.js';
import { ofDisk } from '../experiment/of-disk.js';
import { annotateCommand } from './annotate.js';
import { archiveCommand } from './archive.js';
import { cleanCommand } from './clean.js';
import { completionCommand } from './completion.js';
import { doctorCommand } from './doctor.js';
import { exportCommand } from './export.js';
import { generateCommand } from './generate.js';
import { showExamples } from './help-examples.js';
import { initCommand } from './init.js';
import { inspectCommand } from './inspect.js';
import { mergeCommand } from './merge.js';
import { modelsCommand } from './models.js';
import { ofLateModule, ofOwnModule } from './of-own-module.js';
import { parseName } from './parse-option.js';
import { planCommand } from './plan.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';
import { sampleCommand } from './sample.js';
import { showCommand } from './show.js';
import { showError } from './show-error.js';
import { statusCommand } from './status.js';
import { validateCommand } from './validate.js';
import { verifyCommand } from './verify.js';
import { withdrawCommand } from './withdraw.js';
import { redact } from '../redact.js';
import { readVersion } from '../version.js';

const lingerMs = 1000;

/** From argv to an exit code. The only place that catches errors and does not rethrow them. */
export async function main(argv: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    printWithoutSecrets(stream);
    stream.on('error', stopPrinting(stream));
  }
  const show = { json: argv.includes('--json'), debug: argv.includes('--debug') };
  endOnUncaught(show);
  try {
    await buildProgram().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof CommanderError && error.code === 'commander.help') {
      process.exitCode = exitCodeOf.SYNDISCO_USAGE;
      return;
    }
    process.exitCode = showError(explain(error), show);
  } finally {
    endSoon();
  }
}

function buildProgram(): Command {
  const program = new Command('syndisco')
    .description('Makes synthetic online discussions: personas argue, a moderator may step in, annotators rate.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError()
    .showHelpAfterError(false);
  const commandsOfConfig = [
    runCommand,
    generateCommand,
    annotateCommand,
    exportCommand,
    reportCommand,
    planCommand,
    validateCommand,
    doctorCommand,
    modelsCommand,
    statusCommand,
    showCommand,
    inspectCommand,
    sampleCommand,
    verifyCommand,
    withdrawCommand,
    archiveCommand,
    cleanCommand,
  ];
  const add = (command: Command, options: readonly Option[]): void => {
    command.exitOverride().configureOutput({ outputError: () => undefined });
    for (const option of options) command.addOption(option);
    command.addHelpText('after', showExamples(command.name()));
    program.addCommand(command);
  };
  add(initCommand(), outputOptions());
  add(mergeCommand(), outputOptions());
  for (const define of commandsOfConfig) add(define(), [...configOptions(), ...outputOptions()]);
  add(completionCommand(program), []);
  return program;
}

function configOptions(): Option[] {
  return [
    new Option('-c, --config <file>', 'the config file of the experiment')
      .env('SYNDISCO_CONFIG')
      .default('syndisco.yml'),
    new Option('--set <key=value>', 'override a key of the config; can be repeated')
      .argParser((assignment: string, before: string[]) => [...before, assignment])
      .default([], 'none'),
    new Option(
      '--fork <name>',
      'use the run directory RUN_DIR-NAME instead of RUN_DIR, and publish in subfolders of this name',
    ).argParser(parseName),
  ];
}

function outputOptions(): Option[] {
  return [
    new Option('--json', 'print the result, and any error, as JSON'),
    new Option('--debug', 'show the causes of an error'),
  ];
}

function explain(error: unknown): unknown {
  return error instanceof CommanderError ? usageError(error) : (ofOwnModule(error) ?? ofDisk(error));
}

function usageError(error: CommanderError): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: error.message.replace(/^error: /, '').replace(/\n/g, ' '),
    todo: 'Run syndisco --help for the commands and their options.',
  });
}

/** All that is printed passes here, whoever prints it. */
function printWithoutSecrets(stream: NodeJS.WriteStream): void {
  const print = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    print(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest);
}

/** Stops printing but not the run when `syndisco … | head` closes stdout, a terminal closes, or a log's disk is full. */
function stopPrinting(stream: NodeJS.WriteStream): () => void {
  return () => {
    stream.write = () => true;
  };
}

/** A user's engine module may throw outside of any call of ours. Exiting immediately is always safe. */
function endOnUncaught(show: Parameters<typeof showError>[1]): void {
  process.on('uncaughtException', (error) => {
    process.exit(showError(ofLateModule(error) ?? ofDisk(error), show));
  });
}

/** Exits even if an engine left timers or sockets open. Without any, the process exits at once: the timer is unref-ed. */
function endSoon(): void {
  setTimeout(() => {
    process.exit();
  }, lingerMs).unref();
}
