import { stringify } from 'yaml';
import { cannotJudge } from '../../inputs/human-labels/sheet-columns.js';
import { answersTo, type Question } from './questions.js';
import type { ToShow } from './coding-sheet.js';
import type { SheetItem } from './sheet-item.js';

/** A project for Potato (potato-annotation on PyPI), by the paths of its files. */
export function potatoProject({ items, questions, showRole }: ToShow): Record<string, string> {
  const config = {
    annotation_task_name: 'Comments to label', // an experiment's name may say what is compared
    task_dir: '.',
    output_annotation_dir: 'annotation_output',
    export_annotation_format: ['jsonl'],
    data_files: ['data/items.jsonl'],
    item_properties: { id_key: 'id', text_key: 'comment' },
    require_password: false,
    user_config: { allow_all_users: true, users: [] },
    assignment_strategy: 'fixed_order',
    instance_display: { layout: { direction: 'vertical', gap: '16px' }, fields: fields(showRole) },
    annotation_schemes: questions.map(scheme),
  };
  const lines = items.map((item) => `${JSON.stringify(instance(item, showRole))}\n`);
  return { 'config.yaml': stringify(config, { lineWidth: 0 }), 'data/items.jsonl': lines.join('') };
}

function fields(showRole: boolean): object[] {
  return [
    { key: 'topic', type: 'text', label: 'Topic' },
    ...(showRole ? [{ key: 'role', type: 'text', label: 'Role' }] : []),
    { key: 'opening', type: 'dialogue', label: 'Opening' },
    { key: 'earlier_comments', type: 'dialogue', label: 'Earlier comments' },
    { key: 'comment', type: 'text', label: 'The comment to label', span_target: true },
  ];
}

function instance({ item, role, topic, opening, earlier, text }: SheetItem, showRole: boolean): object {
  const asTurns = (comments: SheetItem['earlier']): object[] =>
    comments.map((one) => ({ speaker: one.name, text: one.text }));
  return {
    id: item,
    topic,
    ...(showRole && { role }),
    opening: asTurns(opening),
    earlier_comments: asTurns(earlier),
    comment: text,
  };
}

/** Stored labels are values; what is shown has their names. */
function scheme(question: Question): object {
  const { name, type, text, levels, minimum, maximum } = question;
  const common = { name, description: text };
  if (levels.length > 0) {
    const unjudged = question.cannotJudge ? [{ value: cannotJudge, title: cannotJudge }] : [];
    return {
      annotation_type: 'radio',
      ...common,
      labels: [...levels, ...unjudged].map(({ value, title }) => ({ name: value, displayed_label: title })),
      label_requirement: { required: true },
    };
  }
  if (type === 'number') {
    const bounds = { ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }) };
    return { annotation_type: 'number', ...common, ...bounds, step: 'any' };
  }
  if (type === 'span') return { annotation_type: 'span', ...common, labels: [name] };
  return { annotation_type: 'text', ...common, description: `${text} (${answersTo(question)})` };
}
