import type { TargetedEvent, VNode } from 'preact';
import { flags, type ReportOverview } from '../../report-data.js';
import { flagWords } from './flag-words.js';
import { noQuery, type Query } from './query.js';

interface FiltersProps {
  overview: ReportOverview;
  query: Query;
  change: (query: Query) => void;
}

export function Filters({ overview, query, change }: FiltersProps): VNode {
  const { conditions, topics, rates } = overview;
  const roles = [...new Set(rates.map(({ role }) => role))];
  const choices = [
    { key: 'condition', label: 'Condition', values: conditions.map(({ condition }) => [condition, condition]) },
    { key: 'topic', label: 'Topic', values: topics.map(({ topic }) => [topic, topic]) },
    { key: 'role', label: 'Role', values: roles.map((role) => [role, role]) },
    { key: 'flag', label: 'Flag', values: flags.map((flag) => [flag, flagWords[flag].filter]) },
  ] as const;
  return (
    <search class="filters">
      <label class="wide">
        Search
        <input
          type="search"
          value={query.text}
          onInput={({ currentTarget }: TargetedEvent<HTMLInputElement>) => {
            change({ ...query, text: currentTarget.value });
          }}
        />
      </label>
      {choices
        .filter(({ values }) => values.length > 1)
        .map(({ key, label, values }) => (
          <label key={key}>
            {label}
            <select
              value={query[key]}
              onChange={({ currentTarget }: TargetedEvent<HTMLSelectElement>) => {
                change({ ...query, [key]: currentTarget.value });
              }}
            >
              <option value="">All</option>
              {values.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
      {Object.values(query).some((value) => value !== '') && (
        <button
          type="button"
          onClick={() => {
            change(noQuery);
          }}
        >
          Show all
        </button>
      )}
    </search>
  );
}
