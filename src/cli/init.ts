import { relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { fail } from '../errors.js';
import { exampleProjects, type ExampleName } from '../experiment/init/example-projects.js';
import { usualMetrics } from '../experiment/init/starter-metrics.js';
import { writeProject, type NewProject, type WrittenProject } from '../experiment/init/write-project.js';

interface InitOptions {
  example?: ExampleName;
  yes?: boolean;
  json?: boolean;
}

/** `syndisco init`: writes a project that runs as it is. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a new project that runs as it is: config, personas, topics, instructions')
    .argument('[folder]', 'where to write it; the current folder if not given')
    .addOption(new Option('--example <name>', 'what to begin with').choices(Object.keys(exampleProjects)))
    .option('--yes', 'ask nothing: a study with the usual metrics, or the given example')
    .action(async (folder: string | undefined, options: InitOptions) => {
      if (folder === '') throw namelessFolder();
      const project = options.yes ? usualProject(folder, options) : await askForProject(folder, options);
      if (!project) {
        process.exitCode = interrupted;
        return;
      }
      const written = await writeProject(project);
      process.stdout.write(options.json ? `${JSON.stringify(written)}\n` : describe(written));
    });
}

const interrupted = 130;

function usualProject(folder = '.', { example = 'study' }: InitOptions): NewProject {
  return { dir: resolve(folder), example, metrics: usualMetrics };
}

/** Undefined if the user cancels. */
async function askForProject(folder: string | undefined, { example }: InitOptions): Promise<NewProject | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw noTerminal();
  const { askInit } = await import('./ask-init.js');
  return askInit({ folder, example });
}

/** As from a variable of the shell that is not set. */
function namelessFolder(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'The folder to write to has no name: the argument is empty.',
    todo: 'Name a folder, or leave the argument out to write to the current one.',
  });
}

function noTerminal(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'init asks three questions, but there is no terminal to ask them at.',
    todo: `Add --yes to take the usual answers, and --example with one of ${Object.keys(exampleProjects).join(', ')}.`,
  });
}

function describe({ dir, files }: WrittenProject): string {
  const near = relative(process.cwd(), dir);
  const isHere = near === '';
  const place = near.startsWith('..') ? dir : near;
  const steps = [
    ...(isHere ? [] : [`cd ${/^[\w./-]+$/.test(place) ? place : `'${place.replaceAll("'", "'\\''")}'`}`]),
    'syndisco validate   check it',
    'syndisco run        make it',
  ];
  const list = [...new Set(files.map((file) => file.replace(/\/.*/, '/')))].join(', ');
  return `Wrote ${files.length} files to ${isHere ? 'this folder' : dir}: ${list}.\n\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}
