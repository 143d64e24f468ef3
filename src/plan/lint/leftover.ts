import type { Finding, LintRule, Study } from './finding.js';
import { nameOf } from './name-of.js';

const patterns: readonly { rule: string; pattern: RegExp; name: string }[] = [
  {
    rule: 'html',
    pattern: /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,6});|<\/?(?:br|p|b|i|a|div|span)\b[^>]*>/i,
    name: 'HTML',
  },
  {
    rule: 'placeholder',
    pattern:
      /\b(?:TODO|FIXME|TBD|XXX)\b|lorem ipsum|\{\{?\s*\w+\s*\}?\}|\[(?:insert|name|your|placeholder)[^\]]*\]|<(?:name|placeholder|insert[^>]*)>/i,
    name: 'a placeholder',
  },
];

/** HTML entities and placeholders that were never replaced: the model would read and repeat them. */
export const leftover: LintRule = (study) =>
  textsOf(study).flatMap(({ text, name, about }) =>
    patterns.flatMap(({ rule, pattern, name: kind }): Finding[] => {
      const match = pattern.exec(text)?.[0];
      if (match === undefined) return [];
      const what = `${name} contains ${kind}: ${JSON.stringify(match)}.`;
      return [{ rule, what, todo: 'Replace it with the text it stands for.', about }];
    }),
  );

interface Text {
  text: string;
  name: string;
  about: Finding['about'];
}

function textsOf({ personas, topics, inputs }: Study): Text[] {
  const traits = personas.flatMap((persona) =>
    Object.entries(persona.traits).map(([trait, value]) => ({
      text: String(value),
      name: `${trait} of ${nameOf(persona)}`,
      about: { persona, trait },
    })),
  );
  const openings = topics.flatMap((topic) =>
    topic.openings.map((text) => ({ text, name: `The topic ${topic.name}`, about: { topic } })),
  );
  const instructions: Text[] = [
    ['participantInstructions', 'discussions.files.user_instructions_path'] as const,
    ['moderatorInstructions', 'discussions.files.mod_instructions_path'] as const,
    ['annotatorInstructions', 'annotation.files.instruction_path'] as const,
  ].map(([key, path]) => ({ text: inputs[key], name: 'The instruction text', about: { key: path } }));
  return [...traits, ...openings, ...instructions];
}
