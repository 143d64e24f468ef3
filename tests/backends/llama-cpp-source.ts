import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../../node_modules/node-llama-cpp/llama/gitRelease.bundle', import.meta.url));

/** The folder `models` of llama.cpp's source, which node-llama-cpp brings as a git bundle; undefined without git. */
export function llamaCppModels(): string | undefined {
  const dir = join(mkdtempSync(join(tmpdir(), 'syndisco-llama-cpp-')), 'source');
  try {
    const quiet = { stdio: 'ignore' } as const;
    execFileSync('git', ['clone', '--quiet', '--no-checkout', bundle, dir], quiet);
    execFileSync('git', ['-C', dir, 'checkout', '--quiet', 'HEAD', '--', 'models'], quiet);
    return join(dir, 'models');
  } catch {
    return undefined;
  }
}
