import type { ColumnLayout } from './column-layout.js';
import { actorColumns, actorPersona, actorPrompt, personaColumns } from './columns/actor-columns.js';
import { annotatorColumns, annotatorPrompt, annotatorTraits, form, repeat } from './columns/annotator-columns.js';
import { answer, answerColumns } from './columns/answer-columns.js';
import { commentColumns, placeColumns, rawText } from './columns/comment-columns.js';
import { discussionColumns, fixedDiscussionColumns } from './columns/discussion-columns.js';
import { setColumns } from './columns/set-columns.js';
import { sourceColumns } from './columns/source-columns.js';
import type { FoundColumns } from './found-columns.js';
import { nameClaims } from './name-claims.js';

const fixedNames = [
  fixedDiscussionColumns,
  placeColumns,
  actorColumns,
  commentColumns,
  [actorPrompt, actorPersona],
  setColumns,
  annotatorColumns,
  [annotatorPrompt, form, repeat, answer],
].flatMap((columns) => columns.map(({ name }) => name));

/**
 * The default layout: columns of the discussion, of the comment, of its speaker, of the annotation. A name already taken
 * gets the suffix `_trait`; labels keep their names.
 */
export function ourColumns(found: FoundColumns, { withRawText }: { withRawText: boolean }): ColumnLayout {
  const claim = nameClaims(fixedNames);
  const answers = answerColumns(found, claim); // first, so that labels keep their names
  const discussion = discussionColumns(found, claim);
  const sources = sourceColumns(found, claim);
  const personas = personaColumns(found, claim);
  const annotators = annotatorTraits(found, claim);
  return [
    { of: 'discussion', columns: discussion },
    { of: 'comment', columns: placeColumns },
    { of: 'actor', columns: actorColumns },
    { of: 'comment', columns: commentColumns.filter((column) => withRawText || column !== rawText) },
    { of: 'comment', columns: sources },
    { of: 'actor', columns: [actorPrompt, actorPersona, ...personas] },
    { of: 'set', columns: setColumns },
    { of: 'annotation', columns: [...annotatorColumns, annotatorPrompt, form, repeat, ...annotators] },
    { of: 'answer', columns: answers },
  ];
}
