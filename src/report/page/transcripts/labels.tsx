import type { VNode } from 'preact';
import type { PageAnnotator, PageLabels } from '../../report-data.js';
import { decimal } from '../format-number.js';
import { visible } from './visible.js';

interface LabelsProps {
  labels: readonly PageLabels[];
  annotators: readonly PageAnnotator[];
}

/** More stand below the comment, not beside it. */
const fewAnnotators = 4;

/** What the annotators said of a comment: per metric each one's label, or their answers in free text. */
export function Labels({ labels, annotators }: LabelsProps): VNode {
  const metrics = [...new Set(annotators.flatMap((annotator) => annotator.metrics))];
  const answers = labels.filter(({ answer }) => answer !== undefined);
  return (
    <dl class={annotators.length > fewAnnotators ? 'labels many' : 'labels'} aria-label="Annotations">
      {metrics.map((metric) => (
        <div key={metric}>
          <dt>
            <bdi>{visible(metric)}</bdi>
          </dt>
          {labels.map((label, index) => (
            <Label key={index} label={label} metric={metric} annotator={annotators[label.annotator]} />
          ))}
        </div>
      ))}
      {answers.map(({ annotator, answer = '' }, index) => (
        <div key={index}>
          <dt>
            <bdi>{nameOf(annotators[annotator])}</bdi>
          </dt>
          <dd class="answer" dir="auto">
            {answer.trim() === '' ? 'no answer' : visible(answer)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Label({
  label,
  metric,
  annotator,
}: {
  label: PageLabels;
  metric: string;
  annotator: PageAnnotator | undefined;
}): VNode | null {
  const value = label.values[annotator?.metrics.indexOf(metric) ?? -1];
  if (value === undefined) return null;
  return (
    <dd>
      <bdi class="annotator">{nameOf(annotator)}</bdi>{' '}
      {typeof value === 'object' ? <i>{value.status.replaceAll('_', ' ')}</i> : <b>{show(value)}</b>}
    </dd>
  );
}

function nameOf(annotator: PageAnnotator | undefined): string {
  const repeat = annotator?.repeat ?? 1;
  return visible(annotator?.name ?? '') + (repeat > 1 ? ` (repeat ${repeat})` : '');
}

function show(value: number | string): string {
  return typeof value === 'string' ? visible(value) : Number.isInteger(value) ? String(value) : decimal(value);
}
