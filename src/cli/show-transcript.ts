import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Discussion, PublishedComment } from '../generated/discussion.js';
import { discussionJobId } from '../plan/job-id.js';

const shown = 8;

/** Prints the beginning of the first discussion, so that one sees at once what kind of text the model makes. */
export async function showTranscript(config: ExperimentConfig): Promise<void> {
  const file = join(config.discussions?.outputDir ?? '', `${discussionJobId(config.name, 1)}.json`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const discussion = JSON.parse(text) as Discussion;
  const lines = discussion.logs.slice(0, shown).map(describeComment);
  const rest = discussion.logs.length - lines.length;
  const more = rest > 0 ? [`… and ${rest} more comments`] : [];
  process.stdout.write(`\n${discussion.id}, on "${discussion.topic}"\n\n${[...lines, ...more].join('\n')}\n\n`);
}

function describeComment({ name, text }: PublishedComment): string {
  return `${name}: ${text === '' ? '(silent)' : withoutControlCharacters(text)}`;
}

/** A model's text must not steer the terminal. */
function withoutControlCharacters(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/\p{Cc}/gu, '');
}
