import { mentions } from '../dataset/mentions.js';
import type { DiscussionRecord } from '../documents/records.js';
import type { ConditionMentions } from './report-data.js';
import { byRole, roleOf } from './role-of.js';

interface Counts {
  comments: Map<string, { comments: number; mentioning: number }>;
  /** By the roles of both, in that order. */
  links: Map<string, Map<string, number>>;
}

/** Counts who addresses whom in the discussions that pass by, by role. A comment counts once for each role it addresses. */
export function tallyMentions(): {
  note(discussion: DiscussionRecord): void;
  all(conditions: readonly string[]): ConditionMentions[];
} {
  const byCondition = new Map<string, Counts>();
  return {
    note(discussion) {
      const counts = byCondition.get(discussion.condition) ?? noneYet();
      byCondition.set(discussion.condition, counts);
      for (const { actor, text } of discussion.comments) {
        if (text === '') continue;
        const from = roleOf(actor);
        const to = new Set(mentions(text, discussion).map(roleOf));
        const own = counts.comments.get(from) ?? { comments: 0, mentioning: 0 };
        counts.comments.set(from, {
          comments: own.comments + 1,
          mentioning: own.mentioning + Number(to.size > 0),
        });
        for (const role of to) addLink(counts, from, role);
      }
    },
    all: (conditions) =>
      conditions.flatMap((condition) => {
        const counts = byCondition.get(condition);
        return counts ? [describe(condition, counts)] : [];
      }),
  };
}

function noneYet(): Counts {
  return { comments: new Map(), links: new Map() };
}

function addLink({ links }: Counts, from: string, to: string): void {
  const own = links.get(from) ?? new Map<string, number>();
  links.set(from, own);
  own.set(to, (own.get(to) ?? 0) + 1);
}

function describe(condition: string, { comments, links }: Counts): ConditionMentions {
  const inOrder = <Value>(counts: ReadonlyMap<string, Value>): [string, Value][] =>
    [...counts].toSorted(([one], [other]) => byRole(one, other));
  return {
    condition,
    comments: inOrder(comments).map(([role, counts]) => ({ role, ...counts })),
    links: inOrder(links).flatMap(([from, own]) => inOrder(own).map(([to, count]) => ({ from, to, count }))),
  };
}
