import type { ExperimentConfig } from '../config/experiment-config.js';
import { exampleDiscussion } from '../experiment/example-discussion.js';
import type { PublishedComment } from '../generated/discussion.js';
import { printable } from '../log/printable.js';

const shown = 8;
const aboutDemo = 'The bundled model shows that everything works; nothing can be concluded from what it says.';

/** Prints the beginning of a discussion, to show what kind of text the model produces. */
export async function showTranscript(config: ExperimentConfig): Promise<void> {
  const example = await exampleDiscussion(config);
  if (!example) return;
  const { discussion, isOfBundledModel } = example;
  const spoken = discussion.logs.filter((comment) => comment.text !== '');
  const lines = spoken.slice(0, shown).map(describeComment);
  const missing = discussion.logs.filter((comment) => comment.missing !== undefined).length;
  const silent = discussion.logs.length - spoken.length - missing;
  const rest = describeRest({
    'more comment': spoken.length - lines.length,
    'silent turn': silent,
    'missing comment': missing,
  });
  const about = isOfBundledModel ? [aboutDemo] : [];
  const topic = discussion.topic === '' ? '' : `, on "${printable(discussion.topic)}"`;
  process.stdout.write(`\n${discussion.id}${topic}\n\n${[...lines, ...rest, ...about].join('\n')}\n\n`);
}

function describeRest(counts: Readonly<Record<string, number>>): string[] {
  const parts = Object.entries(counts).flatMap(([what, count]) =>
    count > 0 ? [`${count} ${what}${count === 1 ? '' : 's'}`] : [],
  );
  return parts.length > 0 ? [`… and ${new Intl.ListFormat('en-GB').format(parts)}`] : [];
}

/** Neither a model's text nor a persona's name may send control sequences to the terminal. */
function describeComment({ name, text }: PublishedComment): string {
  return printable(`${name}: ${text.replace(/\s*\n\s*/g, ' ')}`);
}
