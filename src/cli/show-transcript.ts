import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isBundledModel } from '../backends/bundled-model.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Discussion, PublishedComment } from '../generated/discussion.js';
import { printable } from '../log/printable.js';

const shown = 8;
const filesTried = 20;
const aboutDemo = 'The bundled model shows that everything works; nothing can be concluded from what it says.';

/** Prints the beginning of a discussion, so that one sees at once what kind of text the model makes. */
export async function showTranscript(config: ExperimentConfig): Promise<void> {
  const discussion = await findDiscussion(config);
  if (!discussion) return;
  const spoken = discussion.logs.filter((comment) => comment.text !== '');
  const lines = spoken.slice(0, shown).map(describeComment);
  const rest = describeRest(spoken.length - lines.length, discussion.logs.length - spoken.length);
  const about = isBundledModel(discussion.model.fingerprint) ? [aboutDemo] : [];
  process.stdout.write(
    `\n${discussion.id}, on "${printable(discussion.topic)}"\n\n${[...lines, ...rest, ...about].join('\n')}\n\n`,
  );
}

/** The first by name; the folder may also hold files of other experiments and of the Python original. */
async function findDiscussion(config: ExperimentConfig): Promise<Discussion | undefined> {
  const dir = config.discussions?.outputDir ?? '';
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json')).sort();
  for (const name of names.slice(0, filesTried)) {
    const discussion = JSON.parse(await readFile(join(dir, name), 'utf8')) as Partial<Discussion>;
    if (discussion.experiment === config.name) return discussion as Discussion;
  }
  return undefined;
}

function describeRest(more: number, silent: number): string[] {
  const parts = [more > 0 ? `${more} more comments` : '', silent > 0 ? `${silent} silent turns` : ''].filter(Boolean);
  return parts.length > 0 ? [`… and ${parts.join(' and ')}`] : [];
}

/** Neither a model's text nor a persona's name may steer the terminal. */
function describeComment({ name, text }: PublishedComment): string {
  return printable(`${name}: ${text.replace(/\s*\n\s*/g, ' ')}`);
}
