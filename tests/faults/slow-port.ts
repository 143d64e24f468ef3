import type { FilePort, OutputFile } from '../../src/store/disk/file-port.js';
import type { Random } from './random.js';

export class Killed extends Error {
  override readonly name = 'Killed';
}

/** What a process on a model disk does: how long it is kept waiting, and where it is killed. */
export interface Course {
  random: Random;
  /** Operations until the process is killed. */
  killAfter: number;
  /** Called at the moment of the kill. */
  onKill(): void;
  /** The name that was linked last. */
  linked?: string;
  /** On a network file system the reply to a link may be lost: it was made, and is reported as taken. */
  losesReplies?: boolean;
  /** As FAT does. */
  refusesLinks?: boolean;
}

/** The file port of one of several processes: each operation waits a moment, so that they meet in any order. */
export function slowPort(files: FilePort, course: Course): FilePort {
  const step = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    await pause(course.random);
    if (course.killAfter <= 0) throw new Killed('killed');
    course.killAfter -= 1;
    const working = work();
    await working.catch(() => undefined);
    if (course.killAfter > 0) return working;
    course.onKill();
    throw new Killed('killed');
  };
  return {
    createExclusive: (path) => step(async () => slowFile(await files.createExclusive(path), step)),
    openInput: (path) => step(() => files.openInput(path)),
    link: (from, to) => step(() => link(files, course, { from, to })),
    rename: (from, to) => step(() => files.rename(from, to)),
    unlink: (path) => step(() => files.unlink(path)),
    list: (dir) => step(() => files.list(dir)),
    stat: (path) => step(() => files.stat(path)),
    makeDir: (path) => step(() => files.makeDir(path)),
    syncDir: (path) => step(() => files.syncDir(path)),
  };
}

type Step = <Value>(work: () => Promise<Value>) => Promise<Value>;

function slowFile(file: OutputFile, step: Step): OutputFile {
  return {
    write: (bytes) => step(() => file.write(bytes)),
    dataSync: () => step(() => file.dataSync()),
    sync: () => step(() => file.sync()),
    close: () => file.close(),
  };
}

async function link(files: FilePort, course: Course, { from, to }: { from: string; to: string }): Promise<void> {
  if (course.refusesLinks) throw errno('EPERM', to);
  await files.link(from, to);
  course.linked = to;
  if (course.losesReplies && course.random.chance(0.3)) throw errno('EEXIST', to);
}

function errno(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}

/** Most are short; some are long enough for others to do a great deal meanwhile. */
export async function pause(random: Random): Promise<void> {
  const ticks = random.integer(random.pick([2, 2, 2, 8, 60, 400]));
  for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
}
