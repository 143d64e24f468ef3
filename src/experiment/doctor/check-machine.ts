import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';
import { availableCores } from '../../backends/available-cores.js';
import type { RuntimeFacts } from '../../backends/llama-cpp/describe-runtime.js';
import { packageFile } from '../../package-file.js';
import { failuresOf, describeBytes, type Finding } from './finding.js';

const run = promisify(execFile);
const patienceMs = 10_000;

/** What does not depend on a config. */
export async function checkMachine(): Promise<Finding[]> {
  return [await checkNode(), checkPlatform(), checkMemory(), ...(await checkLlama())];
}

async function checkNode(): Promise<Finding> {
  const manifest = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as { engines: { node: string } };
  const least = manifest.engines.node.replace('>=', '');
  const { node } = process.versions;
  if (isAtLeast(node, least)) return { check: 'Node', verdict: 'ok', found: node };
  const todo = `Install Node ${least} or newer from https://nodejs.org.`;
  return { check: 'Node', verdict: 'failure', found: `${node} is older than ${least}`, todo };
}

function isAtLeast(version: string, least: string): boolean {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [version, least].map((text) =>
    text.split('.').map(Number),
  ) as [number[], number[]];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function checkPlatform(): Finding {
  const found = `${process.platform} on ${process.arch}`;
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch))
    return { check: 'system', verdict: 'ok', found };
  const todo = 'It may work; syndisco is tested on Linux on x64 and arm64.';
  return { check: 'system', verdict: 'warning', found, todo };
}

function checkMemory(): Finding {
  const found = `${availableCores()} cores, ${describeBytes(process.availableMemory())} of ${describeBytes(totalmem())} memory free`;
  return { check: 'machine', verdict: 'ok', found };
}

async function checkLlama(): Promise<Finding[]> {
  const driver = await readDriver();
  try {
    const { describeRuntime } = await import('../../backends/llama-cpp/describe-runtime.js');
    const facts = await describeRuntime();
    return [{ check: 'llama.cpp', verdict: 'ok', found: facts.version }, checkGpu(facts, driver)];
  } catch (error) {
    // A failure only for a config that needs it, whose models then do not load.
    return failuresOf('llama.cpp', error).map((finding) => ({ ...finding, verdict: 'warning' }));
  }
}

/** What NVIDIA's driver says, which knows GPUs that llama.cpp cannot use. */
async function readDriver(): Promise<string | undefined> {
  try {
    const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
    const { stdout } = await run('nvidia-smi', query, { timeout: patienceMs });
    const { stdout: banner } = await run('nvidia-smi', { timeout: patienceMs });
    const cuda = /CUDA(?: UMD)? Version: *([\d.]+)/.exec(banner)?.[1];
    const cards = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(', '));
    const names = cards.map(([name = '']) => name).join(', ');
    return `${names}; driver ${cards[0]?.[1] ?? 'unknown'}${cuda === undefined ? '' : `, for CUDA up to ${cuda}`}`;
  } catch {
    return undefined;
  }
}

function checkGpu({ gpu, vram, devices }: RuntimeFacts, driver: string | undefined): Finding {
  if (gpu !== false) {
    const memory = vram ? `, ${describeBytes(vram.free)} of ${describeBytes(vram.total)} free` : '';
    return { check: 'GPU', verdict: 'ok', found: `${driver ?? devices.join(', ')}; used through ${gpu}${memory}` };
  }
  if (driver === undefined) return { check: 'GPU', verdict: 'ok', found: 'none: models run on the CPU' };
  return {
    check: 'GPU',
    verdict: 'warning',
    found: `${driver}; but llama.cpp cannot use it, and models would run on the CPU`,
    todo: 'Install the runtime libraries of CUDA 12 or 13 (libcudart, libcublas), and npm install without --omit=optional.',
  };
}
