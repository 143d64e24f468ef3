import { Command } from 'commander';
import { fail } from '../errors.js';
import { openExperiment, type Experiment } from '../experiment/open-experiment.js';
import { showDiscussion } from '../experiment/show-discussion.js';
import { showPrompts, type ActorPrompt } from '../experiment/show-prompts.js';
import { partsToValidate } from '../experiment/validate-experiment.js';
import { sayOnStderr, type CommonOptions } from './common-options.js';
import { describeDiscussion } from './describe-discussion.js';

interface ShowOptions extends CommonOptions {
  /** True for the prompts of all actors, or the name of one. */
  prompt?: boolean | string;
  layouts?: boolean;
}

/** `syndisco show`: a discussion to read, or the exact text that a model reads. */
export function showCommand(): Command {
  return new Command('show')
    .description('show a finished discussion with its labels, or what the models are asked')
    .argument('[id]', 'the id of a discussion, or enough of its beginning')
    .option(
      '--prompt [name]',
      'load the models, and print the exact prompt of every actor, or of the one with this name',
    )
    .option('--layouts', 'print each prompt under every prompt_layout, with example comments')
    .action(async (id: string | undefined, { prompt, layouts: everyLayout = false, ...options }: ShowOptions) => {
      if (prompt !== undefined && id !== undefined) throw usage('An id and --prompt contradict.', 'Use one of them.');
      if (id !== undefined) {
        await printDiscussion(id, options);
        return;
      }
      if (prompt === undefined)
        throw usage('There is nothing to show.', 'Add the id of a discussion, --prompt, or --prompt NAME.');
      const experiment = await openExperiment(options, partsToValidate);
      const name = typeof prompt === 'string' ? prompt : undefined;
      let shown = 0;
      for await (const one of showPrompts(experiment, { name, everyLayout, say: sayOnStderr })) {
        process.stdout.write(options.json ? `${JSON.stringify(one)}\n` : describe(one));
        shown += 1;
      }
      if (shown === 0) throw nobody(name ?? '', experiment);
    });
}

async function printDiscussion(id: string, options: CommonOptions): Promise<void> {
  const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
  const shown = await showDiscussion(config, id);
  const { isTTY, columns } = process.stdout;
  const paper = { width: isTTY ? columns : undefined, isStyled: isTTY && process.env['NO_COLOR'] === undefined };
  process.stdout.write(options.json ? `${JSON.stringify(shown)}\n` : describeDiscussion(shown, paper));
}

function nobody(name: string, { inputs }: Experiment): Error {
  return inputs.personas.some((persona) => persona.name === name)
    ? usage(
        `${name} is among the personas, but in no discussion of the plan.`,
        'Raise num_users or num_experiments, or choose another name: syndisco plan --json --jobs lists the seats.',
      )
    : usage(`The plan has no actor called ${name}.`, 'Use a name from the personas.');
}

function describe(prompt: ActorPrompt): string {
  const { name, persona, condition, model, layout, format, messages, text, tokens, adds_bos: addsBos } = prompt;
  const who = persona === undefined ? name : `${name} (${persona || 'no username'})`;
  const whose = [who, ...(condition === undefined ? [] : [condition]), model, `layout ${layout}`].join(' · ');
  const bos = addsBos ? ', BOS included, which the text does not show' : '';
  const size = tokens === null ? '' : ` · ${tokens} tokens${bos}`;
  const from = format?.rendered_by === 'server' ? ' · rendered by the server' : '';
  const asked =
    text ?? `(${model} cannot show its template; the messages are)\n${messages.map(describeMessage).join('\n')}`;
  return `── ${whose}${size}${from} ──\n${asked}\n\n`;
}

function describeMessage({ role, content }: ActorPrompt['messages'][number]): string {
  return `[${role}] ${content}`;
}

function usage(what: string, todo: string): Error {
  return fail({ code: 'SYNDISCO_USAGE', what, todo });
}
