import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { demoGguf, demoOnnx } from '../town-hall/model.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('speak-once.ts', import.meta.url));

describe.each([
  ['llama_cpp', demoGguf],
  ['transformers', demoOnnx],
])('a process that uses the %s engine', (engine, path) => {
  it('when it has closed the engine, then it ends by itself and nothing came on stdout', async () => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, engine, path], { timeout: 40_000 });
    expect(stdout).toBe('');
  });
});
