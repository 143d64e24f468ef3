import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import type { PagePrompt } from './report-data.js';
import { roleOf } from './role-of.js';

/** The system text of the first actor of each role in each condition, and of each annotator. */
export function collectPrompts(): { note(read: AnnotatedDiscussion): void; all(): PagePrompt[] } {
  const found = new Map<string, PagePrompt>();
  const take = (prompt: PagePrompt, key: readonly (string | null)[]): void => {
    if (prompt.text !== '' && !found.has(JSON.stringify(key))) found.set(JSON.stringify(key), prompt);
  };
  return {
    note({ discussion, annotations }) {
      const { condition, actors, comments, historyLength: history } = discussion;
      for (const actor of actors) {
        const { name, prompt: text } = actor;
        const role = roleOf(actor);
        const model = comments.find((comment) => comment.actor === actor && comment.generation)?.model ?? null;
        take({ condition, role, name, model, history, text }, [condition, role]);
      }
      for (const { annotation } of annotations) {
        const { annotator: name, model, prompt: text, historyLength: history, set } = annotation;
        take({ condition: null, role: 'annotator', name, model, history, text }, [set, name, model]);
      }
    },
    all: () => [...found.values()],
  };
}
