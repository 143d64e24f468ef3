import { cannotJudge } from '../../inputs/human-labels/sheet-columns.js';
import type { ToShow } from './coding-sheet.js';
import type { Question } from './questions.js';
import { asText } from './sheet-item.js';

/** Tasks to import into Label Studio, and the labeling interface for them, by the names of their files. */
export function labelStudioProject({ items, questions, showRole }: ToShow, coder?: string): Record<string, string> {
  const tasks = items.map((one) => ({
    data: {
      item: one.item,
      ...(coder !== undefined && { coder }),
      shown_topic: one.topic,
      ...(showRole && { shown_role: one.role }),
      shown_opening: asText(one.opening) || none,
      shown_earlier_comments: asText(one.earlier) || none,
      shown_comment: one.text,
    },
  }));
  const view = [
    '<View>',
    ...header('Topic', 'topic'),
    ...(showRole ? header('Role', 'role') : []),
    ...header('Opening', 'opening'),
    ...header('Earlier comments', 'earlier_comments'),
    ...header('The comment to label', 'comment'),
    ...questions.flatMap(controls),
    '</View>',
  ];
  return { 'tasks.json': `${JSON.stringify(tasks, null, 2)}\n`, 'labeling-config.xml': `${view.join('\n')}\n` };
}

/** Label Studio refuses to show an empty text. */
const none = '–';

function header(title: string, data: string): string[] {
  return [`  <Header value="${title}"/>`, `  <Text name="shown-${data}" value="$shown_${data}"/>`];
}

const about = 'toName="shown-comment"';

/** Labels are exported as their alias. */
function controls({ name, type, text, levels, minimum, maximum, cannotJudge: hasUnjudged }: Question): string[] {
  const title = `  <Header value="${escape(text)}"/>`;
  const tag = `name="${name}" ${about}`;
  if (levels.length > 0) {
    const unjudged = hasUnjudged ? [{ value: cannotJudge, title: cannotJudge }] : [];
    const choices = [...levels, ...unjudged].map(
      (level) => `    <Choice value="${escape(level.title)}" alias="${escape(level.value)}"/>`,
    );
    return [title, `  <Choices ${tag} choice="single" required="true">`, ...choices, '  </Choices>'];
  }
  if (type === 'number') {
    const bounds = [...(minimum === undefined ? [] : [` min="${minimum}"`]), ...(maximum === undefined ? [] : [` max="${maximum}"`])]; // prettier-ignore
    return [title, `  <Number ${tag}${bounds.join('')} step="any"/>`];
  }
  if (type === 'span') return [title, `  <Labels ${tag}><Label value="${name}"/></Labels>`];
  return [title, `  <TextArea ${tag} maxSubmissions="1"/>`];
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign).replaceAll(/[\r\n]/g, ' ');
}
