import { engineOf } from '../config/engines/registry.js';
import { leastReply, type PromptSize } from '../backends/backend.js';
import type { PlannedPrompt } from './planned-prompts.js';

/** For English; other languages have fewer characters per token. */
const charactersPerToken = 4;

/** The prompt that leaves the least room for history and reply. */
export interface LongestPrompt extends PromptSize {
  of: PlannedPrompt;
  /** Tokens that a reply needs. */
  least: number;
  /** True if the tokens were estimated from characters. */
  isEstimate: boolean;
}

/** Measures a prompt with the engine's tokenizer; undefined if the engine cannot. */
export type MeasurePrompt = (prompt: PlannedPrompt) => PromptSize | undefined;

/** Undefined for a plan without prompts. Sizes that `measure` does not know are estimated. */
export function longestPrompt(
  prompts: readonly PlannedPrompt[],
  measure: MeasurePrompt = () => undefined,
): LongestPrompt | undefined {
  const sizes = prompts.map((of): LongestPrompt => {
    const measured = measure(of);
    return { ...(measured ?? estimate(of)), of, least: leastReply(of.request), isEstimate: !measured };
  });
  return tightest(sizes);
}

export function tightest(sizes: readonly LongestPrompt[]): LongestPrompt | undefined {
  return sizes.reduce<LongestPrompt | undefined>(
    (one, other) => (one && spareTokens(one) <= spareTokens(other) ? one : other),
    undefined,
  );
}

/** Tokens left after the prompt and the minimum reply; negative if the prompt does not fit. */
export function spareTokens({ context, prompt, least }: LongestPrompt): number {
  return context - prompt - least;
}

function estimate({ request: { system, opening, closing }, model }: PlannedPrompt): PromptSize {
  const thinking = engineOf(model.config).reservedTokens?.(model.config.options) ?? 0;
  const characters = system.length + opening.length + closing.length;
  return { prompt: Math.ceil(characters / charactersPerToken), context: model.config.contextTokens - thinking };
}
