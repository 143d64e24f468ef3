import type { DiscussionsConfig } from '../../config/experiment-config.js';
import type { DiscussionInputs } from '../../inputs/input-types.js';
import { conditionsOf } from '../conditions-of.js';
import type { Finding, LintRule } from './finding.js';

/** A spelling of silence, or words for an empty answer. */
const saysHow =
  /""|''|“”|«»|[([*](?:silent|silence|(?:stays?|remains?) silent)[.]?[)\]*]|\b(?:an?|the) (?:empty|blank) (?:comment|message|text|string|line|reply|response|answer)\b|\b(?:say|write|post|reply|respond|answer|output|return)(?: with)? nothing\b/i;
const forbids =
  /\b(?:never|not|don't|don’t|cannot|can't|can’t) (?:stay|remain|be|keep|fall) (?:silent|quiet)\b|\balways (?:say|write|post) something\b|\balways (?:reply|respond|speak|comment)\b/i;

/** Instructions that already say how to stay silent, or forbid it, where the rule for silence is added as well. */
export const silenceRule: LintRule = ({ config, inputs }) => {
  const findings = conditionsOf(config).flatMap(({ name, config: { discussions } }) =>
    discussions ? textsWithRule(discussions, inputs.byCondition?.get(name) ?? inputs).flatMap(judge) : [],
  );
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
};

interface ToldText {
  text: string;
  file: string;
  /** Whose instructions. */
  whose: string;
  /** The key that takes the rule away. */
  key: string;
}

function textsWithRule(discussions: DiscussionsConfig, inputs: DiscussionInputs): ToldText[] {
  const { moderator, roles = [], mayStaySilent = false, instructionsPath } = discussions;
  const everybody = 'discussions.experiment_variables.may_stay_silent';
  const texts: (ToldText & { isTold: boolean })[] = roles.map((role) => ({
    text: inputs.roleInstructions?.[role.name] ?? '',
    file: role.instructionsPath,
    whose: `of the role ${role.name}`,
    key: role.mayStaySilent === undefined ? everybody : `may_stay_silent of the role ${role.name}`,
    isTold: role.mayStaySilent ?? mayStaySilent,
  }));
  const participants = { text: inputs.participantInstructions, file: instructionsPath, whose: 'of the participants' };
  texts.push({ ...participants, key: everybody, isTold: mayStaySilent });
  if (moderator) {
    const own = { text: inputs.moderatorInstructions, file: moderator.instructionsPath, whose: 'of the moderator' };
    texts.push({ ...own, key: 'discussions.moderator.may_stay_silent', isTold: moderator.mayStaySilent });
  }
  return texts.filter(({ isTold }) => isTold);
}

function judge({ text, file, whose, key }: ToldText): Finding[] {
  const forbidden = forbids.exec(text);
  const match = forbidden ?? saysHow.exec(text);
  if (!match) return [];
  const verdict = forbidden ? 'forbid silence' : 'already say how to stay silent';
  const what = `The instructions ${whose} ${verdict} (${JSON.stringify(match[0])}), and the rule for silence is added to them.`;
  const todo = `Set ${key} to false, or remove it from the instructions.`;
  return [{ rule: 'silence-rule', what, todo, about: { file, excerpt: match[0] } }];
}
