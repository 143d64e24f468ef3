import type { ConditionFacts, Settings, StudyFacts } from '../study-facts.js';
import { capitalised, name, plain } from '../words.js';
import { sayShared, setting, spread, where } from '../spread.js';
import { paragraph, type Section } from './section.js';

/** How instructions, personas and histories became prompts. */
export const prompts: Section = {
  title: 'Prompts',
  write({ conditions, run, prompts: rendered }) {
    const layouts = spread(conditions, setting('prompt_layout'));
    const contexts = spread(conditions, setting('context_prompt'));
    return paragraph(
      run
        ? `${capitalised(sayShared(layouts, conditions, (value) => layoutWords(value)))}.`
        : rendered.length > 0
          ? 'The system texts are known; how the history was laid out in the prompts is not recorded.'
          : 'The material does not record the prompts.',
      contexts.some(({ value }) => typeof value === 'string' && value !== '') &&
        `${capitalised(sayShared(contexts, conditions, (value) => `the context sentence was “${plain(String(value ?? ''))}”`))}.`.replace(
          /([.!?])”\.$/,
          '$1”',
        ),
      wrapped(conditions),
      instructed({ prompts: rendered }),
    );
  },
};

function layoutWords(layout: Settings[string] | undefined): string {
  if (layout === undefined || layout === 'original')
    return 'the system text of an actor consisted of the context sentence, the name, the traits of the persona and the instructions, in this order, as running text; a single user message held the comments that the actor was shown, each headed by its author, and ended with the heading of the comment to write';
  if (layout === 'json')
    return 'the system text of an actor was a JSON object with the context sentence, the instructions and the traits of the persona; a single user message held the comments that the actor was shown, each headed by its author, and ended with the heading of the comment to write';
  if (layout === 'chat')
    return "the system text of an actor consisted of the context sentence, the name, the traits of the persona and the instructions, as running text; the actor's own earlier comments were given as messages of the assistant, and those of the others as messages of the user";
  return `prompts followed a layout of our own (${name(String(layout))})`;
}

function wrapped(conditions: readonly ConditionFacts[]): string {
  const some = conditions.filter(({ settings }) => settings?.['history_format'] === 'wrapped');
  const place = where(some, conditions);
  return some.length === 0
    ? ''
    : `Comments of the history were wrapped at 70 columns and followed each other without a blank line${place && ` ${place}`}.`;
}

function instructed({ prompts: rendered }: Pick<StudyFacts, 'prompts'>): string {
  return rendered.length > 0 ? 'All texts are given verbatim in the appendix.' : '';
}
