import type { ConditionFacts, Settings } from './study-facts.js';
import { list, name } from './words.js';

/** A value, and the conditions that have it. */
export interface Shared<Value> {
  value: Value;
  conditions: readonly ConditionFacts[];
}

/** What conditions have in common: one entry if they all have the same value, which may be undefined. */
export function spread<Value>(
  conditions: readonly ConditionFacts[],
  read: (condition: ConditionFacts) => Value,
): Shared<Value>[] {
  const found = new Map<string, { value: Value; conditions: ConditionFacts[] }>();
  for (const condition of conditions) {
    const value = read(condition);
    const key = JSON.stringify([value]);
    const known = found.get(key);
    if (known) known.conditions.push(condition);
    else found.set(key, { value, conditions: [condition] });
  }
  return [...found.values()];
}

export function setting(field: string): (condition: ConditionFacts) => Settings[string] | undefined {
  return ({ settings }) => settings?.[field];
}

/** `6 turns`; `6 turns (8 turns where *memory* was *long*)` if most have it; otherwise `6 turns where … and 8 turns where …`. */
export function sayShared<Value>(
  shared: readonly Shared<Value>[],
  all: readonly ConditionFacts[],
  say: (value: Value) => string,
): string {
  const [only, ...others] = shared;
  if (only && others.length === 0) return say(only.value);
  const main = shared.find(({ conditions }) => 2 * conditions.length > all.length);
  if (main) {
    const exceptions = shared.filter((one) => one !== main);
    return `${say(main.value)} (${exceptions.map(({ value, conditions }) => `${say(value)} ${where(conditions, all)}`).join('; ')})`;
  }
  return list(shared.map(({ value, conditions }) => `${say(value)} ${where(conditions, all)}`));
}

const mostNamed = 3;

/** Which conditions: by the levels of one factor if these tell them apart, otherwise by name; nothing for all of them. */
export function where(some: readonly ConditionFacts[], all: readonly ConditionFacts[]): string {
  if (some.length === all.length) return '';
  const factors = Object.keys(some[0]?.factors ?? {});
  for (const factor of factors) {
    const levels = new Set(some.map((condition) => condition.factors[factor]));
    const isExact = all.every((condition) => levels.has(condition.factors[factor]) === some.includes(condition));
    if (isExact)
      return `where ${name(factor)} was ${list(
        [...levels].map((level) => name(level ?? '')),
        'or',
      )}`;
  }
  if (some.length > mostNamed) return `in ${some.length} of the ${all.length} conditions (see the table of conditions)`;
  return `in ${some.length === 1 ? 'condition' : 'conditions'} ${list(some.map((condition) => name(condition.name)))}`;
}
