import { annotate, type DiscussionToAnnotate } from '../annotation/annotate.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { discussionRecord } from '../dataset/discussion-record.js';
import type { Inputs } from '../inputs/input-types.js';
import { readDiscussion } from '../inputs/read-discussions.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planLine } from '../plan/plan-line.js';
import { findDiscussions } from './find-discussions.js';
import { makeDocuments, type RunPorts } from './make-documents.js';
import type { Progress } from './progress.js';

/** Makes the annotations that are not finished yet, of every finished discussion in the folder: ours and the original's. */
export async function annotateDiscussions(
  config: ExperimentConfig,
  inputs: Inputs,
  ports: RunPorts,
): Promise<Progress> {
  const dir = config.annotation?.discussionsDir ?? '';
  const files = await findDiscussions(dir);
  if (files.size === 0) ports.log.warn(`no finished discussion in ${dir}: generate some first`);
  const jobs = planAnnotations(config, inputs, [...files.keys()]).map((job) => ({
    line: planLine(job),
    model: job.model,
    start: async () => annotate(job, await loadDiscussion(files.get(job.discussionId)?.file ?? '')),
  }));
  return makeDocuments('annotation', jobs, ports);
}

async function loadDiscussion(file: string): Promise<DiscussionToAnnotate> {
  const { id, comments } = discussionRecord(await readDiscussion(file));
  return {
    id,
    comments: comments.map(({ actor, text }) => ({
      name: actor.name,
      text,
      role: actor.isModerator ? 'moderator' : 'participant',
    })),
  };
}
