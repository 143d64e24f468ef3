/** Checks that a value that was read matches its schema in schemas/: the one place where unknown becomes typed. */
import type { AcceptedEdit } from '../generated/accepted-edit.js';
import type { Annotation } from '../generated/annotation.js';
import type { Calibration } from '../generated/calibration.js';
import type { CleanedDocument } from '../generated/cleaned-document.js';
import type { CleanedSegment } from '../generated/cleaned-segment.js';
import type { Completion } from '../generated/completion.js';
import type { Discussion } from '../generated/discussion.js';
import type { JournalLine } from '../generated/journal-line.js';
import type { Holder } from '../generated/lock.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { PlanSegment } from '../generated/plan-segment.js';
import type { RunFile } from '../generated/run.js';
import type { Status } from '../generated/status.js';
import type { Withdrawal } from '../generated/withdrawal.js';
import { validatorOf } from '../validators.js';

interface Shapes {
  'accepted-edit': AcceptedEdit;
  annotation: Annotation;
  calibration: Calibration;
  'cleaned-document': CleanedDocument;
  'cleaned-segment': CleanedSegment;
  completion: Completion;
  discussion: Discussion;
  'journal-line': JournalLine;
  lock: Holder;
  'plan-line': PlanLine;
  'plan-segment': PlanSegment;
  run: RunFile;
  status: Status;
  withdrawal: Withdrawal;
}

export function hasShape<Name extends keyof Shapes>(name: Name, value: unknown): value is Shapes[Name] {
  return validatorOf<Shapes[Name]>('quick', name)(value);
}

/** The first mismatch between a value and its schema, as one clause; undefined if it matches. */
export function shapeFault(name: keyof Shapes, value: unknown): string | undefined {
  const validate = validatorOf('quick', name);
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'does not match'}`.trim();
}
