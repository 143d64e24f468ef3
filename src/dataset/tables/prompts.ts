import { promptColumns, promptId } from '../columns/prompt-columns.js';
import type { TableKind } from './table-kind.js';

export const prompts: TableKind = {
  name: 'prompts',
  meaning: 'One row per system text, of actors and annotators: apart, since they are most of the bytes.',
  key: ['prompt_id'],
  references: [],
  layout: () => [{ of: 'prompt', columns: promptColumns }],
  open() {
    const seen = new Set<string>();
    return function* rows({ discussion, annotations }) {
      const texts = [...discussion.actors, ...annotations.map(({ annotation }) => annotation)].map(
        ({ prompt }) => prompt,
      );
      for (const text of new Set(texts)) {
        const id = promptId(text);
        if (id === null || seen.has(id)) continue;
        seen.add(id);
        yield { prompt: { id, text } };
      }
    };
  },
};
