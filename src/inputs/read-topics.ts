import { basename, extname } from 'node:path';
import type { InputReading, NamedInput } from './input-reading.js';
import { rememberTopic } from './input-positions.js';
import type { Topic } from './input-types.js';
import { normaliseText } from './normalise-text.js';

/** The topics of a folder, one `.txt` file each, sorted by file name. The text is the seed opinion. */
export async function readTopics(reading: InputReading, folder: NamedInput): Promise<Topic[]> {
  if (folder.path === '') return [];
  const files = await reading.listFolder(folder);
  const texts = files?.filter(isText) ?? [];
  const others = files?.filter((file) => !isText(file)) ?? [];
  if (files && texts.length === 0) reportEmpty(reading, folder, others);
  else if (others.length > 0) reading.notices.push(`${folder.path}: ${nameSome(others)} ignored, not .txt`);
  const topics: Topic[] = [];
  for (const file of refuseSameNames(reading, texts)) {
    const source = await reading.readText({ path: file, named: folder.named }, { mayBeEmpty: true });
    if (!source) continue;
    const text = normaliseText(source.text);
    const topic = { name: topicName(file), openings: text === '' ? [] : [text] };
    rememberTopic(topic, source.whereAt(0));
    topics.push(topic);
  }
  noteWithoutOpening(reading, topics);
  return topics;
}

/** It may be meant, or a text may have been lost. */
export function noteWithoutOpening(reading: InputReading, topics: readonly Topic[]): void {
  const bare = topics.filter(({ openings }) => openings.length === 0);
  if (bare.length === 0) return;
  const count = `${bare.length} of ${topics.length} topics ${bare.length === 1 ? 'has' : 'have'} no opening`;
  const names = nameSome(bare.map(({ name }) => name));
  reading.notices.push(`${count}, so their discussions start with the first speaker: ${names}`);
}

function isText(file: string): boolean {
  return extname(file).toLowerCase() === '.txt';
}

function reportEmpty(reading: InputReading, folder: NamedInput, others: readonly string[]): void {
  const what = `The folder ${folder.path} contains no .txt file.`;
  const todo = 'Add one .txt file per topic.';
  const rest = others.length > 0 ? ` Other files are ignored: ${nameSome(others)}.` : '';
  reading.report('SYNDISCO_TOPICS_EMPTY', folder, { what, todo: `${todo}${rest}` });
}

const mostNamed = 5;

function nameSome(files: readonly string[]): string {
  const names = files.slice(0, mostNamed).map((file) => basename(file));
  return [...names, ...(files.length > mostNamed ? [`${files.length - mostNamed} more`] : [])].join(', ');
}

function topicName(file: string): string {
  return basename(file, extname(file));
}

/** `parks.txt` and `parks.TXT` would be two topics with the same name in the data set. */
function refuseSameNames(reading: InputReading, files: readonly string[]): string[] {
  const fileOf = new Map<string, string>();
  for (const file of files) {
    const key = topicName(file).normalize('NFC');
    const other = fileOf.get(key);
    if (other === undefined) fileOf.set(key, file);
    else reportSameName(reading, file, other);
  }
  return [...fileOf.values()];
}

function reportSameName(reading: InputReading, file: string, other: string): void {
  const what = `Duplicate topic "${topicName(file)}": ${basename(other)} has the same name; topics are named after their files.`;
  const where = { where: { file, line: 1, column: 1 } };
  reading.report(
    'SYNDISCO_TOPIC_DUPLICATE_NAME',
    { named: where },
    { what, todo: 'Rename or remove one of the files.' },
  );
}
