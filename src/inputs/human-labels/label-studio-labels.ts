import { throwIfAny, type Problem } from '../../errors.js';
import type { PositionedNode } from '../../source/positioned-node.js';
import type { SourceText } from '../../source/source-text.js';
import { humansInvalid, kindOfAnswer, mostProblems, type FileLabel, type LabelFile } from './human-label.js';
import { childOf, entriesOf, itemsOf, nodesOf, textOf, whereOf } from './json-nodes.js';
import { isOfTool } from './sheet-columns.js';

/**
 * An export of Label Studio: JSON (tasks with annotations) or JSON-MIN (one object per annotation). Cancelled annotations and
 * marked passages are left out.
 */
export function readLabelStudioLabels(source: SourceText, coder: string): LabelFile {
  const tasks = itemsOf(nodesOf(source));
  const problems = tasks.flatMap(taskProblems);
  throwIfAny(problems.slice(0, mostProblems));
  const answers = tasks.flatMap((task) => (childOf(task, 'data') ? inTask(task, coder) : inRecord(task, coder)));
  return {
    file: source.file,
    labels: answers.filter(({ value }) => kindOfAnswer(value) === 'label'),
    metrics: [...new Set(answers.map(({ metric }) => metric))],
    empty: [],
    unjudged: answers.filter(({ value }) => kindOfAnswer(value) === 'unjudged').length,
    whereColumn: (name) => answers.find(({ metric }) => metric === name)?.where ?? { file: source.file },
  };
}

function taskProblems(task: PositionedNode): Problem[] {
  const data = childOf(task, 'data') ?? task;
  if (textOf(childOf(data, 'item')) !== '') return [];
  const what = 'This task has no item: it is not one of a sample that syndisco drew.';
  return [
    { code: humansInvalid, what, todo: 'Export the project into which tasks.json was imported.', where: whereOf(task) },
  ];
}

function inTask(task: PositionedNode, fallback: string): FileLabel[] {
  const data = childOf(task, 'data');
  const id = textOf(childOf(data, 'item'));
  return itemsOf(childOf(task, 'annotations')).flatMap((annotation) => {
    if (textOf(childOf(annotation, 'was_cancelled')) === 'true') return [];
    const coder = textOf(childOf(data, 'coder')) || coderIn(childOf(annotation, 'completed_by')) || fallback;
    return itemsOf(childOf(annotation, 'result')).flatMap((result): FileLabel[] => {
      const value = valueIn(childOf(result, 'value'));
      const metric = textOf(childOf(result, 'from_name'));
      return value === '' || metric === '' ? [] : [{ id, isItem: true, coder, metric, value, where: whereOf(result) }];
    });
  });
}

/** A number, or a person with an address. */
function coderIn(node: PositionedNode | undefined): string {
  return textOf(childOf(node, 'email')) || textOf(childOf(node, 'id')) || textOf(node);
}

function inRecord(record: PositionedNode, fallback: string): FileLabel[] {
  const [id, annotator] = [childOf(record, 'item'), childOf(record, 'annotator')];
  const coder = textOf(childOf(record, 'coder')) || coderIn(annotator) || fallback;
  return entriesOf(record).flatMap(([metric, node]): FileLabel[] => {
    const value = isOfTool(metric) ? '' : valueIn(node);
    return value === '' ? [] : [{ id: textOf(id), isItem: true, coder, metric, value, where: whereOf(node) }];
  });
}

/** A choice, number or text, alone or as the only one of a list. */
function valueIn(node: PositionedNode | undefined): string {
  if (!node) return '';
  const [first, ...others] = itemsOf(node);
  if (first) return others.length > 0 ? '' : valueIn(first);
  const inside =
    childOf(node, 'choices') ??
    childOf(node, 'number') ??
    (childOf(node, 'labels') ? undefined : childOf(node, 'text'));
  return inside ? valueIn(inside) : textOf(node);
}

/** What a cell of a CSV export says: a value, or a list as JSON. */
export function labelStudioCell(text: string, source: SourceText): string {
  if (!/^\[[{"]/.test(text)) return text;
  try {
    return valueIn(nodesOf({ text, whereAt: () => source.whereAt(0) }));
  } catch {
    return text;
  }
}
