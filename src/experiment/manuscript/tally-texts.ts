import { annotationRecord } from '../../documents/annotation-record.js';
import type { DiscussionRecord, Traits } from '../../documents/records.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import { normaliseText } from '../../inputs/normalise-text.js';
import type { InstructionText, RenderedPrompt, StudyFacts, TopicText } from '../../manuscript/study-facts.js';
import { renderAnnotatorPrompt } from './render-annotator-prompt.js';
import { renderTurnPrompt } from './render-turn-prompt.js';

/** The texts of a study, each once: instructions, personas, topics, and a prompt per actor and condition. */
export function tallyTexts(inputs: readonly { file: string; text: string }[]) {
  const personas = new Map<string, Traits>();
  const topics = new Map<string, TopicText>();
  const prompts = new Map<string, RenderedPrompt>();
  const instructions = findInstructions(inputs);
  return {
    addDiscussion(file: DiscussionFile, record: DiscussionRecord): void {
      for (const { traits, isModerator } of record.actors)
        if (!isModerator && traits.size > 0) personas.set(JSON.stringify([...traits]), traits);
      const topic = topicOf(record);
      if (topic.openings.length > 0)
        topics.set(JSON.stringify([topic.name, ...topic.openings.map(({ text }) => text)]), topic);
      for (const actor of record.actors) {
        instructions.note(actor.prompt, actor.role);
        const key = JSON.stringify([record.condition, actor.role]);
        if (prompts.has(key)) continue;
        const prompt = renderTurnPrompt(file, record, actor);
        if (prompt) prompts.set(key, prompt);
      }
    },
    addAnnotation(file: AnnotationFile, discussion: DiscussionFile): void {
      const { set, model, prompt: system } = annotationRecord(file);
      instructions.note(system, 'annotator');
      const key = JSON.stringify(['', set, model]);
      if (prompts.has(key)) return;
      const prompt = renderAnnotatorPrompt(file, discussion);
      if (prompt) prompts.set(key, prompt);
    },
    facts: (): Pick<StudyFacts, 'personas' | 'topics' | 'instructions' | 'prompts'> => ({
      personas: [...personas.values()],
      topics: [...topics.values()],
      instructions: instructions.found(),
      prompts: [...prompts.values()],
    }),
  };
}

function topicOf({ topic, comments }: DiscussionRecord): TopicText {
  const openings = comments
    .filter(({ isOpening }) => isOpening)
    .map(({ actor, text }) => ({ author: actor.name, text }));
  return { name: topic, openings };
}

/** An input file is an instruction if its whole text stands in somebody's system text, as it is or in JSON. */
function findInstructions(inputs: readonly { file: string; text: string }[]) {
  const candidates = inputs
    .map(({ file, text }) => ({ file, text: normaliseText(text), usedBy: new Set<string>() }))
    .filter(({ text }) => text !== '');
  const seen = new Set<string>();
  return {
    note(prompt: string, role: string): void {
      if (seen.has(prompt)) return;
      seen.add(prompt);
      for (const { text, usedBy } of candidates)
        if (prompt.includes(text) || prompt.includes(JSON.stringify(text).slice(1, -1))) usedBy.add(role);
    },
    found: (): InstructionText[] =>
      candidates.flatMap(({ usedBy, ...one }) => (usedBy.size > 0 ? [{ ...one, usedBy: [...usedBy] }] : [])),
  };
}
