/** Remarks on documents that could not be checked, or whose edits were accepted; empty when there are none. */
export function describeSums({
  unsummed,
  acceptedEdits: edits,
}: {
  unsummed: number;
  acceptedEdits: number;
}): string[] {
  return [
    ...(unsummed > 0 ? [`${unsummed} without a checksum (from the Python original or of format 1)`] : []),
    ...(edits > 0 ? [`${edits} accepted ${edits === 1 ? 'edit' : 'edits'}`] : []),
  ];
}
