import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { AnnotatedDiscussion } from '../../dataset/column-layout.js';
import { askedNumbers } from '../../documents/free-text-labels.js';
import { fail } from '../../errors.js';
import type { Metric } from '../../metrics/metric.js';
import { frameOf, type FrameComment } from './frame.js';

type Open = () => Promise<AsyncIterable<AnnotatedDiscussion>>;

/** Comments that annotators answered about; all of them, if nothing is annotated yet. */
export async function readFrame(
  { annotation }: ExperimentConfig,
  open: Open,
): Promise<{ metrics: readonly Metric[]; frame: FrameComment[]; unannotated: number }> {
  const asked = annotation?.metrics ?? (await freeMetrics(await open()));
  if (asked.length === 0) throw nothingToAsk();
  const withModerator = annotation?.annotateModerator ?? true;
  const all: FrameComment[] = [];
  for await (const read of await open()) all.push(...frameOf(read, { metrics: asked, withModerator }));
  const annotated = all.filter(({ isAnnotated }) => isAnnotated);
  const frame = annotated.length > 0 ? annotated : all;
  if (frame.length === 0) throw nothingToDraw();
  return { metrics: asked, frame, unannotated: all.length - frame.length };
}

/** In answers in free text, the names that a number follows. */
async function freeMetrics(records: AsyncIterable<AnnotatedDiscussion>): Promise<Metric[]> {
  const names = new Set<string>();
  for await (const { annotations } of records) {
    for (const { annotation } of annotations) for (const name of askedNumbers(annotation)) names.add(name);
  }
  return Array.from(names, (name) => ({ name, type: 'number', cannotJudge: true }));
}

function nothingToAsk(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'There is nothing to ask people: the config has no annotation.metrics, and no annotator gave numbers.',
    todo: 'Add the metrics that people should label to annotation.metrics.',
  });
}

function nothingToDraw(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'There is no comment to draw: no finished discussion has a comment that a model wrote.',
    todo: 'Generate discussions first.',
  });
}
