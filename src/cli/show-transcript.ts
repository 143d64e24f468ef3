import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Discussion, PublishedComment } from '../generated/discussion.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { discussionJobId } from '../plan/job-id.js';

const shown = 8;
const demoModel = 'syndisco-demo';
const aboutDemo = 'The bundled model shows that everything works; nothing can be concluded from what it says.';

/** Prints the beginning of the first discussion, so that one sees at once what kind of text the model makes. */
export async function showTranscript(config: ExperimentConfig): Promise<void> {
  const file = join(
    config.discussions?.outputDir ?? '',
    `${discussionJobId(conditionsOf(config)[0]?.name ?? config.name, 1)}.json`,
  );
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const discussion = JSON.parse(text) as Discussion;
  const spoken = discussion.logs.filter((comment) => comment.text !== '');
  const lines = spoken.slice(0, shown).map(describeComment);
  const rest = describeRest(spoken.length - lines.length, discussion.logs.length - spoken.length);
  const about = discussion.model.name === demoModel ? [aboutDemo] : [];
  process.stdout.write(
    `\n${discussion.id}, on "${discussion.topic}"\n\n${[...lines, ...rest, ...about].join('\n')}\n\n`,
  );
}

function describeRest(more: number, silent: number): string[] {
  const parts = [more > 0 ? `${more} more comments` : '', silent > 0 ? `${silent} silent turns` : ''].filter(Boolean);
  return parts.length > 0 ? [`… and ${parts.join(' and ')}`] : [];
}

function describeComment({ name, text }: PublishedComment): string {
  return `${name}: ${withoutControlCharacters(text)}`;
}

/** A model's text must not steer the terminal. */
function withoutControlCharacters(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/\p{Cc}/gu, '');
}
