import { join } from 'node:path';
import type * as Annotate from '../../src/annotation/annotate.js';
import type * as Backends from '../../src/backends/backend.js';
import type * as CountRepairs from '../../src/experiment/count-repairs.js';
import type * as GenerateDiscussions from '../../src/experiment/generate-discussions.js';
import type * as WatchFlags from '../../src/experiment/watch-flags.js';
import type * as ModelsOfJob from '../../src/plan/models-of-job.js';
import type * as PlanAnnotations from '../../src/plan/plan-annotations.js';
import type * as PlanLine from '../../src/plan/plan-line.js';
import type * as MakeDocuments from '../../src/run/make-documents.js';
import type * as ReplayJob from '../../src/run/replay-job.js';
import type * as StopRequest from '../../src/run/stop-request.js';
import type * as CleanRun from '../../src/store/clean-run.js';
import type * as PublishOnce from '../../src/store/disk/publish-once.js';
import type * as SetAside from '../../src/store/documents/set-aside.js';
import type * as TakeLock from '../../src/store/locks/take-lock.js';
import type * as OpenRun from '../../src/store/open-run.js';
import type * as VerifyRun from '../../src/store/verify-run.js';
import { root } from '../cli/syndisco.js';

export type Program = typeof Annotate &
  typeof Backends &
  typeof CountRepairs &
  typeof GenerateDiscussions &
  typeof WatchFlags &
  typeof ModelsOfJob &
  typeof PlanAnnotations &
  typeof PlanLine &
  typeof MakeDocuments &
  typeof ReplayJob &
  typeof StopRequest &
  typeof CleanRun &
  typeof PublishOnce &
  typeof SetAside &
  typeof TakeLock &
  typeof OpenRun &
  typeof VerifyRun;

const files = [
  'annotation/annotate',
  'backends/backend',
  'experiment/count-repairs',
  'experiment/generate-discussions',
  'experiment/watch-flags',
  'plan/plan-annotations',
  'plan/plan-line',
  'plan/models-of-job',
  'run/make-documents',
  'run/replay-job',
  'run/stop-request',
  'store/clean-run',
  'store/disk/publish-once',
  'store/documents/set-aside',
  'store/locks/take-lock',
  'store/open-run',
  'store/verify-run',
];

/** The modules that the program under test is bundled from, for rows that stand in for the disk. */
export async function loadProgram(): Promise<Program> {
  // Read anew each time: the mutants are tried one after the other.
  const program = process.env['FAULTS_PROGRAM'] ?? root;
  const modules = await Promise.all(
    files.map((file) => import(join(program, 'build', `${file}.js`)) as Promise<Partial<Program>>),
  );
  return Object.assign({}, ...modules) as Program;
}
