import { join } from 'node:path';
import type * as Library from '../../src/commands.js';
import type * as Annotate from '../../src/annotation/annotate.js';
import type * as ModelsOfJob from '../../src/plan/models-of-job.js';
import type * as PlanLine from '../../src/plan/plan-line.js';
import type * as MakeDocuments from '../../src/run/make-documents.js';
import type * as CleanRun from '../../src/store/clean-run.js';
import { program } from './program.js';

export type Program = typeof Library &
  typeof Annotate &
  typeof PlanLine &
  typeof ModelsOfJob &
  typeof MakeDocuments &
  typeof CleanRun;

const files = [
  'commands',
  'annotation/annotate',
  'plan/plan-line',
  'plan/models-of-job',
  'run/make-documents',
  'store/clean-run',
];

/** The modules that the program under test is bundled from, for rows that stand in for the disk. */
export async function loadProgram(): Promise<Program> {
  const modules = await Promise.all(
    files.map((file) => import(join(program, 'build', `${file}.js`)) as Promise<Partial<Program>>),
  );
  return Object.assign({}, ...modules) as Program;
}
