/* Generated from schemas/imported-discussion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * A discussion of people, imported from a table of comments.
 */
export interface ImportedDiscussion {
  /**
   * As in the table.
   */
  id: string;
  condition: string;
  /**
   * ISO 8601: the time of the first comment; empty if the table has no times.
   */
  created_at: string;
  /**
   * Who wrote comments, in the order in which they first did.
   */
  users: string[];
  moderator: null;
  logs: ImportedComment[];
  imported_from: ImportSource;
  format: 2;
  /**
   * SHA-256 of all bytes of the file before the comma in front of it.
   */
  sum: string;
}
export interface ImportedComment {
  name: string;
  /**
   * Empty if the table has no text, or says that it was deleted.
   */
  text: string;
  model: "human";
  /**
   * The text in the table, where that is not `text`.
   */
  raw_text?: string;
  id: string;
  /**
   * Where its row begins in the table.
   */
  line: number;
  /**
   * As in the table.
   */
  reply_to?: string;
  /**
   * ISO 8601, UTC.
   */
  created_at?: string;
  /**
   * Further columns that the config names.
   */
  carried?: {
    [k: string]: string | number | boolean;
  };
}
export interface ImportSource {
  /**
   * The name of the table.
   */
  file: string;
  /**
   * Of its bytes.
   */
  sha256: string;
  /**
   * What the comments are sorted by.
   */
  order: "time" | "file";
}
