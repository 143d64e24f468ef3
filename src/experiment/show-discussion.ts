import { basename } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { alignAnnotation } from '../dataset/align-annotation.js';
import { annotationRecord } from '../documents/annotation-record.js';
import { discussionRecord } from '../documents/discussion-record.js';
import { listDocuments } from '../documents/list-documents.js';
import { readAnnotation } from '../documents/read-annotations.js';
import type { ProbeRecord } from '../documents/records.js';
import { readDiscussion } from '../documents/read-discussions.js';
import { fail, type SyndiscoError } from '../errors.js';
import type { Transcript } from '../report/report-data.js';
import { personaTable, transcriptOf } from '../report/transcript-of.js';
import { suggest } from '../source/suggest.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readWithdrawals } from '../store/documents/withdrawals.js';
import { isWithdrawn } from '../withdrawals.js';

/** A finished discussion, as it is read by people. */
export interface ShownDiscussion extends Transcript {
  id: string;
  condition: string;
  topic?: string;
  file: string;
  /** Why it is left out of the data set, if it is. */
  withdrawn?: string;
  /** Answers to private questions, in the order of asking. */
  probes: readonly ShownAnswer[];
}

interface ShownAnswer extends Pick<ProbeRecord, 'probe' | 'time' | 'turns' | 'turn' | 'arm' | 'status' | 'value'> {
  participant: string;
}

/** Ids that are named if several fit. */
const named = 10;

/** Reads only the documents of this discussion: its id, or the beginning of it if only one id begins like that. */
export async function showDiscussion(config: ExperimentConfig, start: string): Promise<ShownDiscussion> {
  const { discussionsDir, annotationsDir } = config.export;
  const file = findFile(await listDocuments(discussionsDir, { mayBeMissing: true }), start, discussionsDir);
  const sums = await openSumCheck(config.runDir);
  const read = await readDiscussion(file, sums);
  const discussion = discussionRecord(read);
  const withdrawals = await readWithdrawals(config.runDir);
  const annotations = [];
  for (const path of await listDocuments(annotationsDir, { mayBeMissing: true })) {
    if (path === file || !isAbout(idOf(path), idOf(file))) continue;
    const record = annotationRecord(await readAnnotation(path, sums));
    if (record.discussionId === null || record.discussionId === discussion.id)
      annotations.push(alignAnnotation(discussion, record));
  }
  const { id, condition, topic } = discussion;
  const why = isWithdrawn(withdrawals, read.document) ? withdrawals.get(id)?.why : undefined;
  return {
    ...{ id, condition, file },
    ...(topic !== undefined && { topic }),
    ...(why !== undefined && { withdrawn: why }),
    probes: (discussion.probes ?? []).map(shownAnswer),
    ...transcriptOf({ discussion, annotations, sets: [] }, personaTable()),
  };
}

function shownAnswer({ probe, actor, time, turns, turn, arm, status, value }: ProbeRecord): ShownAnswer {
  return { probe, participant: actor.name, time, turns, turn, arm, status, value };
}

function findFile(files: readonly string[], start: string, dir: string): string {
  const exact = files.find((file) => idOf(file) === start);
  const [first, ...others] = exact === undefined ? files.filter((file) => idOf(file).startsWith(start)) : [exact];
  if (first === undefined) throw notFound(start, files.map(idOf), dir);
  if (others.length > 0) throw ambiguous(start, [first, ...others].map(idOf));
  return first;
}

function idOf(file: string): string {
  return basename(file, '.json');
}

/** Annotations are named after their discussion; the original's have its very name. */
function isAbout(annotation: string, discussion: string): boolean {
  return annotation === discussion || annotation.startsWith(`${discussion}--`);
}

function notFound(start: string, known: readonly string[], dir: string): SyndiscoError {
  const near = suggest(start, known);
  const [first] = known;
  const hint = near === undefined ? (first === undefined ? 'Generate first.' : `The first is ${first}.`) : undefined;
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no finished discussion ${start} among the ${known.length} in ${dir}.`,
    todo: hint ?? `Did you mean ${near ?? ''}?`,
  });
}

function ambiguous(start: string, ids: readonly string[]): SyndiscoError {
  const more = ids.length > named ? `, … (${ids.length - named} more)` : '';
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `${ids.length} discussions begin with ${start}: ${ids.slice(0, named).join(', ')}${more}.`,
    todo: 'Write more of the id.',
  });
}
