import type { RenderedPrompt, StudyFacts } from '../study-facts.js';
import { count, list, name, plain, verbatim } from '../words.js';

/** The verbatim texts: instructions, personas, topics, and a whole prompt per actor and condition. */
export function appendix(facts: StudyFacts): string {
  const parts = [
    { title: 'Instructions', blocks: instructions(facts) },
    { title: 'Personas of participants', blocks: facts.personas.map(traits) },
    ...facts.annotationSets.map((set) => ({
      title: facts.annotationSets.length > 1 ? `Annotators of the set ${plain(set.name)}` : 'Annotators',
      blocks: set.annotators.map((one) =>
        one.traits.size > 0
          ? traits(one.traits)
          : `- ${one.name === '' ? 'an annotator without a name' : plain(one.name)}`,
      ),
    })),
    { title: 'Topics', blocks: topics(facts) },
    { title: 'Prompts', blocks: [promptNote(facts.prompts), ...facts.prompts.map(prompt)] },
  ];
  const written = parts.filter(({ blocks }) => blocks.length > 0);
  const sections = written.map(
    ({ title, blocks }, index) => `### A.${index + 1} ${title}\n\n${blocks.join(joint(blocks))}`,
  );
  return ['## Appendix: verbatim texts', ...sections].join('\n\n');
}

/** Items of a list stand close together. */
function joint(blocks: readonly string[]): string {
  return blocks.every((block) => block.startsWith('- ')) ? '\n' : '\n\n';
}

function instructions({ instructions: texts, run }: StudyFacts): string[] {
  if (texts.length === 0)
    return [
      run
        ? 'None of the run’s copies of its input files stands whole in a prompt; the instructions are in the prompts below.'
        : 'The material has no instruction files; the instructions are in the system texts below, where there are any.',
    ];
  return texts.map(({ file, text, usedBy }) => `${name(file)}, for ${list(usedBy.map(plain))}:\n\n${verbatim(text)}`);
}

function traits(persona: StudyFacts['personas'][number]): string {
  const values = Array.from(persona, ([trait, value]) => `${plain(trait)}: ${plain([value].flat().join(', '))}`);
  return `- ${values.join('; ')}`;
}

function topics({ topics: texts }: StudyFacts): string[] {
  return texts.map(({ name: topic, openings }) => {
    const head = topic === undefined ? 'A topic without a name' : name(topic);
    return `${head}:\n\n${openings.map(({ text }) => verbatim(text)).join('\n\n')}`;
  });
}

function promptNote(prompts: readonly RenderedPrompt[]): string {
  if (prompts.length === 0) return 'The material has no prompts.';
  const one = 'One prompt per kind of actor and condition';
  if (prompts.every(({ isSystemOnly }) => isSystemOnly)) return `${one}.`;
  return `${one}, with the history as it stood at that turn. Token counts are those of the engine, of the prompt as the model read it, in its chat template if it has one.`;
}

function prompt({ actor, condition, source, messages, tokens, isSystemOnly }: RenderedPrompt): string {
  const where = condition === undefined ? '' : `, condition ${name(condition)}`;
  const size = tokens === null ? 'tokens not recorded' : count(tokens, 'token');
  const note = isSystemOnly ? 'system text only; the rest of the prompt is not recorded' : size;
  const texts = messages.map(({ role, content }) => `${plain(role)}:\n\n${verbatim(content)}`);
  return [`**${plain(actor)}**${where} (${plain(source)}; ${note})`, ...texts].join('\n\n');
}
