import { Command } from 'commander';
import { fail } from '../errors.js';
import { whoseOf } from '../experiment/check-prompts.js';
import { lintExperiment } from '../experiment/lint-experiment.js';
import { noticesOfNotify } from '../experiment/notify/notices-of-notify.js';
import { openExperiment, type Experiment } from '../experiment/open-experiment.js';
import { partsToValidate, validateExperiment } from '../experiment/validate-experiment.js';
import type { LongestPrompt } from '../forecast/longest-prompt.js';
import { sayOnStderr, type CommonOptions } from './common-options.js';
import { lintWarnings, showLint, showNotices } from './show-lint.js';

interface ValidateOptions extends CommonOptions {
  model?: boolean;
  strict?: boolean;
}

/** `syndisco validate`: reads everything that a run would read and reports all problems together. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check the config and every file it names, without making anything')
    .argument('[file]', 'the config file, instead of --config')
    .option('--model', 'also load the models, and count the tokens of the longest prompt')
    .option('--strict', 'treat warnings about the inputs as errors')
    .action(async (file: string | undefined, given: ValidateOptions, command: Command) => {
      if (file !== undefined && command.getOptionValueSource('config') === 'cli') throw twoConfigs(file, given.config);
      const options = { ...given, config: file ?? given.config };
      const experiment = await openExperiment(options, partsToValidate);
      const checks = { loadModels: options.model === true, say: sayOnStderr };
      const { longest, discussions } = await validateExperiment(experiment, checks);
      const findings = lintExperiment(experiment, options);
      const notices = [...experiment.notices, ...(await noticesOfNotify(experiment.config))];
      const summary = summarise(experiment, discussions);
      if (options.json) {
        const found = { longest_prompt: longest ? asJson(longest) : null, warnings: lintWarnings(findings), notices };
        process.stdout.write(`${JSON.stringify({ valid: true, ...summary, ...found })}\n`);
        return;
      }
      showLint(findings);
      showNotices(notices);
      process.stdout.write(`${sentence(summary)}${longest ? describeLongest(longest) : ''}`);
    });
}

function twoConfigs(file: string, config: string): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `Two config files are given: ${file}, and ${config} by --config.`,
    todo: 'Give one of them.',
  });
}

function summarise(
  { config, inputs }: Experiment,
  discussions: number,
): { config: string; seed: number } & Record<string, number | string> {
  const { personas, topics, annotators } = inputs;
  const counts = { discussions, personas: personas.length, topics: topics.length, annotators: annotators.length };
  return { config: config.file, experiment: config.name, seed: config.seed, ...counts };
}

function sentence(summary: ReturnType<typeof summarise>): string {
  const { config, discussions, personas, topics, annotators, seed } = summary;
  const counts = Object.entries({ discussions, personas, topics, annotators }).filter(([, count]) => count !== 0);
  const told = counts.map(([what, count]) => `${count} ${what}`);
  return `${config} is valid: ${[...told, `seed ${seed}`].join(', ')}.\n`;
}

function describeLongest({ of, prompt, context, isEstimate }: LongestPrompt): string {
  const count = isEstimate ? `about ${prompt} tokens (an estimate: characters ÷ 4)` : `${prompt} tokens`;
  return `The longest prompt (${whoseOf(of)}) takes ${count} and leaves ${context - prompt} of ${context} for history and reply.\n`;
}

function asJson({ of, prompt, context, isEstimate }: LongestPrompt): object {
  const who = { name: of.name, condition: of.condition ?? null, model: of.model.config.name };
  return { tokens: prompt, is_estimate: isEstimate, ...who, context_tokens: context, left_tokens: context - prompt };
}
