import type { Backend, Prompt } from '../backends/backend.js';
import { whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import { keyOfModel, modelNamed, modelsIn } from '../config/model-named.js';
import { fail, throwIfAny, type Problem } from '../errors.js';
import type { Finding } from '../plan/lint/finding.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { fileName } from '../plan/fields/file-name.js';
import { groupByModel, loadKey } from '../plan/group-by-model.js';
import { longestPrompt, spareTokens, tightest, type LongestPrompt } from '../forecast/longest-prompt.js';
import { plannedPrompts, type OwnLayouts, type PlannedPrompt } from '../forecast/planned-prompts.js';
import type { Experiment } from './open-experiment.js';
import type { ModelsInUse } from './models-in-use.js';
import { ownLayouts } from './own-layouts.js';

const key = 'general.ctx_width_tokens';
const layoutKey = 'discussions.experiment_variables.prompt_layout';
const todo = 'Raise ctx_width_tokens, or shorten the persona, the instructions or the context_prompt.';

/** A loaded model and the user's layouts. */
interface Loaded {
  model: ModelConfig;
  backend: Backend;
  own: OwnLayouts;
}

/** Called before any job. Throws SYNDISCO_PROMPT_TOO_LONG if a prompt cannot fit, by the engine's own count. */
export function refuseLongPrompts(experiment: Experiment, loaded: Loaded): void {
  const longest = measure(experiment, loaded);
  throwIfAny(longest ? problemOf(longest) : []);
}

/**
 * Called before any job. Throws SYNDISCO_CHAT_TEMPLATE_INVALID if a layout shows actors their own comments as replies, and
 * the model's chat template does not.
 */
export async function refuseHiddenReplies(experiment: Experiment, loaded: Loaded): Promise<void> {
  const prompt = promptsOf(experiment, loaded).find((one) => hasReply(one.example()));
  const show = async (request: Prompt): Promise<string | undefined> =>
    (await loaded.backend.showPrompt?.(request))?.text;
  if (!prompt || (await show(prompt.request)) === undefined) return;
  const reply = 'Good evening.';
  const shown = await show({ ...prompt.request, history: [{ own: reply }] }).catch(() => undefined);
  if (shown?.includes(reply)) return;
  throw fail({
    code: 'SYNDISCO_CHAT_TEMPLATE_INVALID',
    what: `The chat template of ${loaded.backend.model.name} cannot show an actor its own comments as replies, which prompt_layout: ${fileName(prompt.layout)} needs.`,
    todo: 'Use prompt_layout: original, or another chat_template.',
    path: layoutKey,
    where: whereInConfig(prompt.config, layoutKey),
  });
}

function hasReply({ history }: PlannedPrompt['request']): boolean {
  return history.some((block) => typeof block !== 'string');
}

/** Called before any job: warns of stop strings that no reply can contain. */
export function warnOfStops(experiment: Experiment, loaded: Loaded, warn: (text: string) => void): void {
  const { backend } = loaded;
  const stops = new Set(promptsOf(experiment, loaded).flatMap(({ request }) => request.stop));
  const never = [...stops].filter((stop) => backend.canWrite?.(stop) === false);
  if (never.length === 0) return;
  const [first = ''] = never;
  warn(
    `the tokenizer of ${backend.model.name} cannot write ${never.length} of ${stops.size} stop strings, such as ${JSON.stringify(first)}: ` +
      'replies in which the model speaks for others are not cut there',
  );
}

/**
 * Called before any job. Throws SYNDISCO_LABELS_UNSCORED if `label: expected` cannot be had,
 * and SYNDISCO_LABEL_UNSPELLABLE.
 */
export async function refuseMissingScores(
  { config, inputs }: Experiment,
  { model, backend, own }: Loaded,
): Promise<void> {
  const annotator = promptsOf({ config, inputs }, { model, own }).find(({ condition }) => condition === undefined);
  const label = annotator?.request.label;
  if (!label) return;
  const obstacle = await backend.obstacleToScores?.(label);
  if (obstacle === undefined || config.annotation?.label !== 'expected') return;
  throw fail({
    code: 'SYNDISCO_LABELS_UNSCORED',
    what: `label: expected needs the probability of every label, which cannot be had here: ${obstacle}.`,
    todo: 'Use label: draw or most_likely, or vLLM, llama-server or another engine for the annotation.',
    path: 'annotation.label',
    where: whereInConfig(config, 'annotation.label'),
  });
}

/** The longest prompt of the plan, counted by its models, loaded one at a time. Throws if a prompt is too long. */
export async function measureLongest(experiment: Experiment, models: ModelsInUse): Promise<LongestPrompt | undefined> {
  const { config, inputs } = experiment;
  const planned = plannedPrompts(config, inputs).map((prompt) => prompt.model.config);
  const found: LongestPrompt[] = [];
  const own = await ownLayouts(config);
  for (const { model } of groupByModel(planned.length > 0 ? planned : [config.model], (one) => one)) {
    const longest = measure(experiment, { model, backend: await models.load(model), own });
    if (longest) found.push(longest);
  }
  throwIfAny(found.flatMap(problemOf));
  return tightest(found);
}

/** Estimates the tokens from characters, without loading a model. */
export function estimateLongest({ config, inputs }: Experiment): LongestPrompt | undefined {
  return longestPrompt(plannedPrompts(config, inputs));
}

/** A warning: an estimate is too imprecise for an error. */
export function lintLongPrompt(experiment: Experiment): Finding[] {
  const longest = estimateLongest(experiment);
  if (!longest || spareTokens(longest) >= 0) return [];
  return [
    { rule: 'long-prompt', what: describeExcess(longest), todo, about: { key: keyOfModel(longest.of.model.key, key) } },
  ];
}

/**
 * A warning: comments may be as long as `max_tokens`, and annotators read each as a whole. Most comments are shorter, so
 * it is no error.
 */
export function lintLongComments({ config, inputs }: Experiment): Finding[] {
  const annotators = plannedPrompts(config, inputs).filter(({ condition }) => condition === undefined);
  const longest = config.discussions && longestPrompt(annotators);
  const comment = Math.max(...conditionsOf(config).flatMap((condition) => commentLengths(condition.config)));
  if (!longest || spareTokens(longest) >= comment) return [];
  const what = `A comment may have max_tokens (${comment}), an annotator's prompt without it takes about ${longest.prompt}, and a rating needs ${longest.least}, but the context has only ${longest.context}: long comments could not be annotated.`;
  return [
    {
      rule: 'long-comment',
      what,
      todo: 'Raise ctx_width_tokens or lower max_tokens.',
      about: { key: keyOfModel(longest.of.model.key, key) },
    },
  ];
}

function commentLengths(config: ExperimentConfig): number[] {
  const speaking = modelsIn(config, { discussions: true, annotation: false });
  return Array.from(speaking, (name) => modelNamed(config, name).maxTokens);
}

function measure(experiment: Experiment, loaded: Loaded): LongestPrompt | undefined {
  const distinct = new Map(promptsOf(experiment, loaded).map((prompt) => [textOf(prompt), prompt]));
  return longestPrompt([...distinct.values()], ({ request }) => loaded.backend.measurePrompt?.(request));
}

/** The prompts that the model is asked. */
function promptsOf(
  { config, inputs }: Pick<Experiment, 'config' | 'inputs'>,
  { model, own }: Omit<Loaded, 'backend'>,
): readonly PlannedPrompt[] {
  const asked = loadKey(model);
  return plannedPrompts(config, inputs, own).filter((prompt) => loadKey(prompt.model.config) === asked);
}

/** Identifies equal prompts, since many conditions share theirs. */
function textOf({ request: { system, opening, closing, maxTokens } }: PlannedPrompt): string {
  return JSON.stringify([system, opening, closing, maxTokens]);
}

function problemOf(longest: LongestPrompt): Problem[] {
  if (longest.isEstimate || spareTokens(longest) >= 0) return [];
  const { config, model } = longest.of;
  const path = keyOfModel(model.key, key);
  const where = whereInConfig(config, path);
  return [{ code: 'SYNDISCO_PROMPT_TOO_LONG', what: describeExcess(longest), todo, path, where }];
}

function describeExcess({ of, prompt, context, least, isEstimate }: LongestPrompt): string {
  const count = isEstimate ? `about ${prompt} tokens (characters ÷ 4)` : `${prompt} tokens`;
  return `The prompt of ${whoseOf(of)} takes ${count} without any history and a reply needs ${least}, but the context has only ${context}.`;
}

/** `anna in model-small.moderation-none`, `the annotator nora`. */
export function whoseOf({ name, condition }: PlannedPrompt): string {
  return condition === undefined ? `the annotator ${name}` : `${name} in ${condition}`;
}
