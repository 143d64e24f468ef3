/** What is to be said of documents that were not simply as they were published. */
export function describeSums({
  unsummed,
  acceptedEdits: edits,
}: {
  unsummed: number;
  acceptedEdits: number;
}): string[] {
  return [
    ...(unsummed > 0 ? [`${unsummed} without a sum (of the original, or of format 1)`] : []),
    ...(edits > 0 ? [`${edits} accepted ${edits === 1 ? 'edit' : 'edits'}`] : []),
  ];
}
