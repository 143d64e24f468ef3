/** `npm run check`: every script of package.json whose name begins with `check:`, two at a time, in their order there. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

const manifest = new URL('../package.json', import.meta.url);
const { scripts } = JSON.parse(await readFile(manifest, 'utf8')) as { scripts: Record<string, string> };
const queue = Object.keys(scripts)
  .filter((name) => name.startsWith('check:'))
  .values();

async function lane(): Promise<void> {
  for (const name of queue) {
    const { code, output } = await run(name);
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name}\n${output}`);
    if (code !== 0) process.exitCode = 1;
  }
}

function run(name: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

await Promise.all([lane(), lane()]);
