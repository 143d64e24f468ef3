import type { StudyFacts } from '../study-facts.js';
import { plain } from '../words.js';

/** Discussions by condition, as a Markdown table; empty for a single condition. */
export function conditionTable({ conditions }: StudyFacts): string {
  if (conditions.length < 2) return '';
  const factors = [...new Set(conditions.flatMap((condition) => Object.keys(condition.factors)))];
  const hasWithdrawn = conditions.some(({ withdrawn }) => withdrawn > 0);
  const hasPlan = conditions.some(({ planned }) => planned !== undefined);
  const head = [
    'condition',
    ...factors,
    ...(hasPlan ? ['planned'] : []),
    'completed',
    ...(hasWithdrawn ? ['withdrawn'] : []),
    ...(hasPlan ? ['failed'] : []),
  ];
  const rows = conditions.map(({ name, factors: levels, planned = 0, completed, withdrawn, failed }) => [
    ...[name, ...factors.map((factor) => levels[factor] ?? '')].map(plain),
    ...(hasPlan ? [planned] : []),
    completed + withdrawn,
    ...(hasWithdrawn ? [withdrawn] : []),
    ...(hasPlan ? [failed] : []),
  ]);
  const align = head.map((_, index) => (index <= factors.length ? '---' : '---:'));
  return [head.map(plain), align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
