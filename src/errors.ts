/**
 * The closed list of error codes: stable code → exit code. A code is never renamed or reused.
 * Exit codes: 1 a job failed but the run continued · 64 usage · 65/66 input · 69 backend · 70 bug · 73/74 storage ·
 * 75 try again later · 78 config.
 */
export const exitCodeOf = {
  SYNDISCO_USAGE: 64,
  SYNDISCO_INTERNAL: 70,
  SYNDISCO_DISCUSSION_ENDED: 64,

  SYNDISCO_CONFIG_NOT_FOUND: 66,
  SYNDISCO_CONFIG_UNREADABLE: 66,
  SYNDISCO_CONFIG_NOT_UTF8: 78,
  SYNDISCO_CONFIG_TOO_LARGE: 78,
  SYNDISCO_CONFIG_TOO_DEEP: 78,
  SYNDISCO_CONFIG_SYNTAX: 78,
  SYNDISCO_CONFIG_DUPLICATE_KEY: 78,
  SYNDISCO_CONFIG_UNKNOWN_KEY: 78,
  SYNDISCO_CONFIG_MISSING_KEY: 78,
  SYNDISCO_CONFIG_WRONG_TYPE: 78,
  SYNDISCO_CONFIG_UNKNOWN_VALUE: 78,
  SYNDISCO_CONFIG_OUT_OF_RANGE: 78,
  SYNDISCO_CONFIG_MALFORMED: 78,
  SYNDISCO_CONFIG_CONTRADICTION: 78,
  SYNDISCO_CONFIG_OF_STUDY: 78,
  SYNDISCO_MATRIX_EMPTY: 78,
  SYNDISCO_MODEL_NOT_DECLARED: 78,

  SYNDISCO_INPUT_NOT_FOUND: 66,
  SYNDISCO_INPUT_UNREADABLE: 66,
  SYNDISCO_INPUT_NOT_UTF8: 65,
  SYNDISCO_INPUT_TOO_LARGE: 65,
  SYNDISCO_INPUT_TOO_DEEP: 65,
  SYNDISCO_INPUT_EMPTY: 65,
  SYNDISCO_INPUT_SYNTAX: 65,
  SYNDISCO_INPUT_DUPLICATE_KEY: 65,
  SYNDISCO_PERSONA_MISSING_NAME: 65,
  SYNDISCO_PERSONA_BAD_NAME: 65,
  SYNDISCO_PERSONA_DUPLICATE_NAME: 65,
  SYNDISCO_PERSONA_WRONG_TYPE: 65,
  SYNDISCO_PERSONAS_TOO_FEW: 65,
  SYNDISCO_PSEUDONYMS_TOO_FEW: 65,
  SYNDISCO_LINT: 65,
  SYNDISCO_PROMPT_TOO_LONG: 78,
  SYNDISCO_LABEL_UNSPELLABLE: 78,
  SYNDISCO_LABELS_UNSCORED: 78,
  SYNDISCO_TOPICS_EMPTY: 65,
  SYNDISCO_TOPIC_DUPLICATE_NAME: 65,
  SYNDISCO_TOPIC_INVALID: 65,
  SYNDISCO_REFERENCE_COLUMNS: 65,
  SYNDISCO_SCORES_INVALID: 65,
  SYNDISCO_HUMANS_INVALID: 65,
  SYNDISCO_TABLE_INVALID: 65,
  SYNDISCO_BATCH_INVALID: 65,
  SYNDISCO_DISCUSSIONS_EMPTY: 66,
  SYNDISCO_DISCUSSION_INVALID: 65,
  SYNDISCO_DISCUSSION_DUPLICATE_ID: 65,
  SYNDISCO_ANNOTATION_INVALID: 65,
  SYNDISCO_ANNOTATION_DUPLICATE_ID: 65,
  SYNDISCO_ANNOTATION_AMBIGUOUS: 65,

  SYNDISCO_ENGINE_DEAD: 69,
  SYNDISCO_SERVER_DENIED: 69,
  SYNDISCO_SERVERS_DIFFER: 78,
  SYNDISCO_TOO_MANY_FAILURES: 69,
  SYNDISCO_TOO_MANY_INVALID_LABELS: 69,
  SYNDISCO_REQUEST_FAILED: 1,
  SYNDISCO_REQUEST_REFUSED: 1,
  SYNDISCO_REQUEST_TIMED_OUT: 1,

  SYNDISCO_ENGINE_MISSING: 69,
  SYNDISCO_MODEL_NOT_FOUND: 66,
  SYNDISCO_MODEL_NOT_PULLED: 66,
  SYNDISCO_MODEL_CORRUPT: 65,
  SYNDISCO_MODEL_NOT_GGUF: 66,
  SYNDISCO_MODEL_NOT_ONNX: 66,
  SYNDISCO_MODEL_TRUNCATED: 66,
  SYNDISCO_MODEL_UNLOADABLE: 69,
  SYNDISCO_MODELS_TOO_LARGE: 69,
  SYNDISCO_HUB_UNREACHABLE: 69,
  SYNDISCO_HUB_DENIED: 69,
  SYNDISCO_HUB_NOT_FOUND: 66,
  SYNDISCO_CHAT_TEMPLATE_INVALID: 78,
  SYNDISCO_BACKEND_MODULE_INVALID: 69,
  SYNDISCO_TURN_MANAGER_INVALID: 69,
  SYNDISCO_PROMPT_LAYOUT_INVALID: 69,
  SYNDISCO_DETECTOR_INVALID: 69,

  SYNDISCO_DISK_FULL: 74,
  SYNDISCO_STORAGE_DENIED: 73,
  SYNDISCO_FILES_EXIST: 73,
  SYNDISCO_STORAGE_IO: 74,
  SYNDISCO_RUN_BUSY: 75,
  SYNDISCO_RUN_MISMATCH: 78,
  SYNDISCO_RUN_NOT_FOUND: 66,
  SYNDISCO_RUN_OLDER: 78,
  SYNDISCO_RUN_NEWER: 78,
  SYNDISCO_RUN_DAMAGED: 74,
  SYNDISCO_PLAN_CHANGED: 78,
  SYNDISCO_PLAN_SHRANK: 78,
  SYNDISCO_REPEATS_SHRANK: 78,
  SYNDISCO_PLAN_DAMAGED: 74,
  SYNDISCO_MODEL_CHANGED: 78,
  SYNDISCO_JOURNAL_DAMAGED: 74,
  SYNDISCO_PUBLISHED_DAMAGED: 74,
  SYNDISCO_PUBLISHED_CHANGED: 74,
  SYNDISCO_PUBLISHED_MISSING: 74,
  SYNDISCO_PUBLISHED_FOREIGN: 78,

  SYNDISCO_MERGE_DIFFERENT: 78,
  SYNDISCO_MERGE_DUPLICATE: 65,
  SYNDISCO_MERGE_INCOMPLETE: 75,

  SYNDISCO_ARCHIVE_NOT_FOUND: 66,
  SYNDISCO_ARCHIVE_DAMAGED: 65,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof exitCodeOf;

/** The location of a problem: a file with a 1-based position, or a job. */
export interface Where {
  file?: string;
  line?: number;
  column?: number;
  /** The text of that line, shown with a caret under `column`. */
  source?: string;
  job?: string;
}

/** A problem: what is wrong, where, and what to do. `path` is the key in the file (`discussions.files.topics_dir`). */
export interface Problem {
  code: ErrorCode;
  what: string;
  todo: string;
  path?: string;
  where?: Where;
  /** How the inputs differ from those of the plan, as unified diffs that a terminal may show. */
  changes?: string;
}

/** Thrown anywhere, shown in exactly one place (`cli/show-error.ts`). Carries all problems, not only the first. */
export class SyndiscoError extends Error {
  override readonly name = 'SyndiscoError';

  constructor(
    readonly problems: readonly [Problem, ...Problem[]],
    options?: ErrorOptions,
  ) {
    super(problems.map((problem) => problem.what).join('; '), options);
  }

  get code(): ErrorCode {
    return this.problems[0].code;
  }

  get exitCode(): number {
    return exitCodeOf[this.code];
  }
}

/** The error for a single problem. */
export function fail(problem: Problem, cause?: unknown): SyndiscoError {
  return new SyndiscoError([problem], cause === undefined ? undefined : { cause });
}

/** Throws all collected problems together; does nothing when there are none. */
export function throwIfAny(problems: readonly Problem[]): void {
  const [first, ...rest] = problems;
  if (first) throw new SyndiscoError([first, ...rest]);
}
