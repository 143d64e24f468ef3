import { conditionsOf } from '../conditions-of.js';
import type { Finding, LintRule } from './finding.js';

/** English has about four characters per token; other languages have fewer, so this finds only the certain cases. */
const charactersPerToken = 4;

/** A prompt that leaves no room for the reply even without any history. */
export const longPrompt: LintRule = ({ config, inputs }) => {
  const seen = new Set<string>();
  return conditionsOf(config).flatMap(({ name, config: own }): Finding[] => {
    const made = inputs.byCondition?.get(name) ?? inputs;
    const texts = [
      made.participantInstructions,
      made.moderatorInstructions,
      ...Object.values(made.roleInstructions ?? {}),
    ];
    const longest = (lengths: readonly number[]): number => lengths.reduce((most, length) => Math.max(most, length), 0);
    const characters =
      (own.discussions?.contextPrompt.length ?? 0) +
      longest(texts.map((text) => text.length)) +
      longest(made.personas.map((persona) => JSON.stringify(persona.traits).length)) +
      longest(made.topics.flatMap((topic) => topic.openings.map((text) => text.length)));
    const tokens = Math.ceil(characters / charactersPerToken);
    const room = own.model.contextTokens - own.model.maxTokens;
    const what = `The longest prompt has about ${tokens} tokens with its first comment, but there is room for only ${room}.`;
    if (tokens <= room || seen.has(what)) return [];
    seen.add(what);
    const todo = 'Raise ctx_width_tokens, or shorten instructions, personas or openings.';
    return [{ rule: 'long-prompt', what, todo, about: { key: 'model_parameters.general.ctx_width_tokens' } }];
  });
};
