import type { DiscussionRecord } from '../documents/records.js';
import { plus } from './plus.js';
import type { ModelUse } from './report-data.js';

/** Counts what each model did in the discussions that pass by; seed opinions and comments of programs are no model's. */
export function tallyModels(): { note(discussion: DiscussionRecord): void; all(): ModelUse[] } {
  const models = new Map<string, ModelUse>();
  return {
    note({ comments }) {
      for (const { model, generation } of comments) {
        if (!generation) continue;
        const use = models.get(model) ?? { model, turns: 0, promptTokens: null, completionTokens: null };
        models.set(model, {
          model,
          turns: use.turns + 1,
          promptTokens: plus(use.promptTokens, generation.promptTokens),
          completionTokens: plus(use.completionTokens, generation.completionTokens),
        });
      }
    },
    all: () => [...models.values()],
  };
}
