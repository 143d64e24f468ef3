import { annotatorColumns, annotatorTraits, coderId, coderOf } from '../columns/annotator-columns.js';
import { nameClaims } from '../name-claims.js';
import type { TableKind } from './table-kind.js';

const fixed = [coderId, ...annotatorColumns];

export const annotators: TableKind = {
  name: 'annotators',
  meaning: 'One row per coder: an annotator with its model and persona.',
  key: ['coder_id'],
  references: [],
  layout(found) {
    const claim = nameClaims(fixed.map(({ name }) => name));
    return [{ of: 'annotation', columns: [...fixed, ...annotatorTraits(found, claim)] }];
  },
  open() {
    const seen = new Set<string>();
    return function* rows({ annotations }) {
      for (const { annotation } of annotations) {
        const coder = coderOf(annotation);
        if (seen.has(coder)) continue;
        seen.add(coder);
        yield { annotation };
      }
    };
  },
};
