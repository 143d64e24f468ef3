import type { StudyFacts } from '../study-facts.js';
import { plain } from '../words.js';
import { appendix } from './appendix.js';
import { conditionTable } from './condition-table.js';
import { sections } from './registry.js';

/** The methods section with its numbers filled in and the verbatim texts as an appendix, in Markdown. */
export function methodsFile(facts: StudyFacts): string {
  const paragraphs = sections.map((section) => `**${section.title}.** ${section.write(facts)}`);
  const table = conditionTable(facts);
  return [
    `# Methods of ${plain(facts.experiment)}`,
    '## Methods',
    ...paragraphs,
    ...(table === '' ? [] : ['Conditions and discussions:', table]),
    appendix(facts),
    '',
  ].join('\n\n');
}
