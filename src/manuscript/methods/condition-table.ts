import type { StudyFacts } from '../study-facts.js';
import { plain } from '../words.js';

/** Discussions by condition, as a Markdown table; empty for a single condition. */
export function conditionTable({ conditions }: StudyFacts): string {
  if (conditions.length < 2) return '';
  const factors = [...new Set(conditions.flatMap((condition) => Object.keys(condition.factors)))];
  const hasPlan = conditions.some(({ planned }) => planned !== undefined);
  const hasWithdrawn = conditions.some(({ withdrawn }) => withdrawn > 0);
  const after = [...(hasPlan ? ['failed'] : []), ...(hasWithdrawn ? ['withdrawn'] : [])];
  const head = ['condition', ...factors, ...(hasPlan ? ['planned'] : []), 'completed', ...after];
  const rows = conditions.map(({ name, factors: levels, planned = 0, completed, failed, withdrawn }) => [
    ...[name, ...factors.map((factor) => levels[factor] ?? '')].map(plain),
    ...(hasPlan ? [planned] : []),
    completed + withdrawn,
    ...(hasPlan ? [failed] : []),
    ...(hasWithdrawn ? [withdrawn] : []),
  ]);
  const align = head.map((_, index) => (index <= factors.length ? '---' : '---:'));
  return [head.map(plain), align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
