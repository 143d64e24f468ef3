import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts `tests/store/children/<name>.ts` in a process of its own. */
export function startChild(name: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Its exit code (null when a signal ended it) and all that it printed. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

/** Resolves when the child has printed `text`. */
export async function printed(child: ChildProcess, text: string): Promise<void> {
  if (!child.stdout) throw new Error('the child has no stdout');
  let out = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    out += String(chunk);
    if (out.includes(text)) return;
  }
  throw new Error(`the child ended without ${text}; it said ${out}`);
}
