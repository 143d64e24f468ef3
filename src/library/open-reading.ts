import { annotate } from '../annotation/annotate.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import { toAnnotate } from '../experiment/annotate-discussions.js';
import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planLine } from '../plan/plan-line.js';
import { stampDocument } from '../run/stamp-document.js';
import { sha256 } from '../sha256.js';
import { refuseFaults } from './checks/check.js';
import { readingOptions } from './checks/experiment-checks.js';
import { describeAnnotations } from './describe-annotations.js';
import type { ReadingOptions } from './options.js';
import { openSteps, type Steps } from './open-steps.js';

/** Lets one annotator read one discussion. */
export async function openReading(given: ReadingOptions, document: Discussion): Promise<Annotation> {
  refuseFaults({ ...given, discussion: document }, readingOptions, '');
  const { annotator, signal, ...options } = given;
  const described = await describeAnnotations({ ...options, annotators: [annotator] }, { discussionsDir: '.' });
  const discussion = toAnnotate({ origin: 'syndisco', document, file: '', stem: document.id, folder: '' });
  const { config, inputs } = described.experiment;
  const asked = [{ id: discussion.id, sha256: sha256(JSON.stringify(discussion.comments)) }];
  const [job] = planAnnotations(config, inputs, asked);
  if (!job) throw new Error('one annotator and one discussion make one annotation');
  const steps = openSteps(described, job, signal);
  return stampDocument(await drive(annotate(job, discussion), steps), planLine(job), steps);
}

async function drive<Draft>(generator: JobGenerator<Draft>, steps: Steps): Promise<Draft> {
  let step = generator.next([]);
  while (!step.done) step = generator.next(await steps.complete(step.value));
  return step.value;
}
