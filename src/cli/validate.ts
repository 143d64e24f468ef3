import { Command } from 'commander';
import { loadBackend } from '../backends/load-backend.js';
import { checkLint } from './check-lint.js';
import { estimateLongest, measureLongest, whoseOf } from '../experiment/check-prompts.js';
import { oneModelAtATime } from '../experiment/model-in-use.js';
import type { LongestPrompt } from '../forecast/longest-prompt.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { checkRunVersion } from '../store/records/run-file.js';
import { versionOf } from '../experiment/open-options.js';
import { readExperiment, type CommonOptions, type Experiment } from './experiment.js';

interface ValidateOptions extends CommonOptions {
  model?: boolean;
  strict?: boolean;
}

/** `syndisco validate`: reads everything that a run would read and says what is wrong, all at once. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('check the config and everything it names; makes nothing')
    .option('--model', 'load the models too, and count the longest prompt')
    .option('--strict', 'fail on what only looks like a mistake, too')
    .action(async (options: ValidateOptions) => {
      const experiment = await readExperiment(options, ({ actions, discussions, annotation }) => ({
        discussions: actions.generate || discussions !== undefined,
        annotation: actions.annotate || annotation !== undefined,
      }));
      await checkRunVersion(experiment.config.runDir, versionOf());
      const longest = options.model ? await tryModels(experiment) : estimateLongest(experiment);
      const warnings = checkLint(experiment, options);
      const { notices } = experiment;
      const summary = summarise(experiment);
      if (!options.json) for (const notice of notices) process.stderr.write(`notice  ${notice}\n`);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ valid: true, ...summary, longest_prompt: longest ? asJson(longest) : null, warnings, notices })}\n`
          : `${sentence(summary)}${longest ? describeLongest(longest) : ''}`,
      );
    });
}

async function tryModels(experiment: Experiment): Promise<LongestPrompt | undefined> {
  const models = oneModelAtATime((model) =>
    loadBackend(model, (level, text) => {
      process.stderr.write(`${level}  ${text}\n`);
    }),
  );
  try {
    return await measureLongest(experiment, models);
  } finally {
    await models.close();
  }
}

function summarise({ config, inputs }: Experiment): { config: string; seed: number } & Record<string, number | string> {
  const { personas, topics, annotators } = inputs;
  const discussions = planDiscussions(config, inputs).length;
  const counts = { discussions, personas: personas.length, topics: topics.length, annotators: annotators.length };
  return { config: config.file, experiment: config.name, seed: config.seed, ...counts };
}

function sentence(summary: ReturnType<typeof summarise>): string {
  const { config, discussions, personas, topics, annotators, seed } = summary;
  const counts = `${discussions} discussions, ${personas} personas, ${topics} topics, ${annotators} annotators`;
  return `${config} is valid: ${counts}, seed ${seed}.\n`;
}

function describeLongest({ of, prompt, context, isEstimate }: LongestPrompt): string {
  const count = isEstimate ? `about ${prompt} tokens (an estimate: characters ÷ 4)` : `${prompt} tokens`;
  return `The longest prompt (${whoseOf(of)}) takes ${count} and leaves ${context - prompt} of ${context} for history and reply.\n`;
}

function asJson({ of, prompt, context, isEstimate }: LongestPrompt): object {
  const who = { name: of.name, condition: of.condition ?? null, model: of.config.model.name };
  return { tokens: prompt, is_estimate: isEstimate, ...who, context_tokens: context, left_tokens: context - prompt };
}
