import { join } from 'node:path';
import type * as Library from '../../src/index.js';
import type * as CleanRun from '../../src/store/clean-run.js';
import { program } from './program.js';

/** The built library of the program under test, for rows that stand in for the disk. */
export async function loadProgram(): Promise<typeof Library & typeof CleanRun> {
  const library = (await import(join(program, 'dist/index.js'))) as typeof Library;
  const clean = (await import(join(program, 'dist/store/clean-run.js'))) as typeof CleanRun;
  return { ...library, ...clean };
}
