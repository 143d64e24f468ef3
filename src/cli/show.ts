import { Command } from 'commander';
import { fail } from '../errors.js';
import { openExperiment, type Experiment } from '../experiment/open-experiment.js';
import { showPrompts, type ActorPrompt } from '../experiment/show-prompts.js';
import { partsToValidate } from '../experiment/validate-experiment.js';
import { sayOnStderr, type CommonOptions } from './common-options.js';

interface ShowOptions extends CommonOptions {
  /** True for the prompts of all actors, or the name of one. */
  prompt?: boolean | string;
}

/** `syndisco show --prompt`: the exact text that a model reads, before any history. */
export function showCommand(): Command {
  return new Command('show')
    .description('show what the models are asked')
    .option(
      '--prompt [name]',
      'load the models, and print the exact prompt of every actor, or of the one with this name',
    )
    .action(async ({ prompt, ...options }: ShowOptions) => {
      if (prompt === undefined) throw usage('There is nothing to show.', 'Add --prompt, or --prompt NAME.');
      const experiment = await openExperiment(options, partsToValidate);
      const name = typeof prompt === 'string' ? prompt : undefined;
      let shown = 0;
      for await (const one of showPrompts(experiment, { name, say: sayOnStderr })) {
        process.stdout.write(options.json ? `${JSON.stringify(one)}\n` : describe(one));
        shown += 1;
      }
      if (shown === 0) throw nobody(name ?? '', experiment);
    });
}

function nobody(name: string, { inputs }: Experiment): Error {
  return inputs.personas.some((persona) => persona.name === name)
    ? usage(
        `${name} is among the personas, but in no discussion of the plan.`,
        'Raise num_users or num_experiments, or choose another name: syndisco plan --json --jobs lists the seats.',
      )
    : usage(`The plan has no actor called ${name}.`, 'Use a name from the personas.');
}

function describe({ name, condition, model, format, text, tokens, adds_bos: addsBos }: ActorPrompt): string {
  const whose = [name, ...(condition === undefined ? [] : [condition]), model].join(' · ');
  const bos = addsBos ? ', BOS included, which the text does not show' : '';
  const size = tokens === null ? '' : ` · ${tokens} tokens${bos}`;
  const from = format?.rendered_by === 'server' ? ' · rendered by the server' : '';
  return `── ${whose}${size}${from} ──\n${text ?? '(the engine cannot tell what its model reads)'}\n\n`;
}

function usage(what: string, todo: string): Error {
  return fail({ code: 'SYNDISCO_USAGE', what, todo });
}
