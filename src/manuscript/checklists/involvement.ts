import type { StudyFacts } from '../study-facts.js';
import { count, list, plain } from '../words.js';

/** What people did between the plan and the data set, as far as the run records it. */
export function involvement({ run, withdrawn, acceptedEdits }: StudyFacts): string {
  if (!run) return '';
  if (withdrawn.length + acceptedEdits === 0)
    return 'Generation and annotation ran without human intervention between the plan and the data set.';
  const each = withdrawn.map(({ id, why }) => `${plain(id)} (${plain(why)})`);
  return [
    'Generation and annotation ran by program.',
    ...(each.length > 0 ? [`${count(each.length, 'finished discussion')} withdrawn by people: ${list(each)}.`] : []),
    ...(acceptedEdits > 0 ? [`${count(acceptedEdits, 'document')} edited by hand.`] : []),
  ].join(' ');
}
