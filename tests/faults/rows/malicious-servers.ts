import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startMalicious, type MaliciousServer } from '../malicious/malicious-server.js';
import { hangingModes, modes, type Mode } from '../malicious/modes.js';
import { isRunning, run, start, type Exit, type Started } from '../program.js';
import { partOf, tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const key = 'sk-canary-0123456789';
const jobs = 3;
/** The program itself takes some 150 MB. */
const mostMegabytes = 450;
/** For loading, a TLS handshake of 10 seconds, and tries of a second each. */
const longestMs = 90_000;
/** A stop waits 20 seconds for turns under way. */
const longestStopMs = 25_000;
/** Longer than any stop. */
const patientS = 200;

/** One server of two misbehaves: the other makes the discussions, in bounded time and memory, and no key is shown. */
export const maliciousServers: Row = {
  name: 'malicious servers',
  async run(tier) {
    const isChosen = ({ name, isQuick }: Mode): boolean =>
      name.includes(tier.only) && (isQuick === true || tier.name === 'full');
    const chosen = partOf(tier, modes.filter(isChosen));
    const stopped = partOf(tier, hangingModes.filter(isChosen));
    const details: string[] = [];
    // They mostly wait.
    const violations = await tryAll(chosen, 2 * tier.parallel, async (mode) => {
      const { seconds, megabytes, code, violations } = await tryMode(mode);
      details.push(describe(mode.name, seconds, `${megabytes} MB, exit ${code ?? '?'}`));
      return violations;
    });
    const deaf = await tryAll(stopped, 2 * tier.parallel, async (mode) => {
      const { seconds, code, violations } = await stopAndResume(mode);
      details.push(describe(`${mode.name}, and SIGTERM`, seconds, `exit ${code ?? '?'}, then resumed`));
      return violations;
    });
    return { faults: chosen.length + stopped.length, violations: [...violations, ...deaf], details };
  },
};

function describe(name: string, seconds: number, rest: string): string {
  return `${name.padEnd(48)} ${seconds.toFixed(1).padStart(5)} s, ${rest}`;
}

interface Tried {
  violations: string[];
  seconds: number;
  megabytes: number;
  code: number | null;
}

function open({ at = '/chat/completions', play, kind, start: open }: Mode): Promise<MaliciousServer> {
  return open?.() ?? startMalicious({ at, play, ...(kind !== undefined && { kind }) });
}

async function tryMode(mode: Mode): Promise<Tried> {
  const { name, code = 0 } = mode;
  await using bad = await open(mode);
  await using good = await startMalicious({ at: '/nowhere', play: () => undefined });
  const town = await serverTown([bad.url, good.url]);
  const { exit, megabytes } = await watchMemory(start(town, [], { env: { TOWN_HALL_KEY: key } }));
  const made = await countMade(town);
  const violations = [
    ...(exit.code === code ? [] : [`exit ${exit.code ?? exit.signal ?? '?'}, not ${code}: ${exit.stderr.trim()}`]),
    ...(made === (code === 0 ? jobs : 0) ? [] : [`${made} discussions were made`]),
    ...(bad.hits > 0 ? [] : ['it was never asked']),
    ...(exit.ms < longestMs ? [] : [`it took ${exit.ms} ms`]),
    ...(megabytes < mostMegabytes ? [] : [`it took ${megabytes} MB`]),
    ...(await leaksOf(town, exit)),
  ];
  return {
    violations: violations.map((violation) => `a server that ${name}: ${violation}`),
    ...{ seconds: exit.ms / 1000, megabytes, code: exit.code },
  };
}

/** Told to stop while the only server keeps it waiting, and run again once there is another one. */
async function stopAndResume(mode: Mode): Promise<Omit<Tried, 'megabytes'>> {
  await using bad = await open(mode);
  await using good = await startMalicious({ at: '/nowhere', play: () => undefined });
  const town = await serverTown([bad.url], patientS);
  const env = { TOWN_HALL_KEY: key };
  const started = start(town, [], { env });
  while (bad.hits === 0 && isRunning(started)) await delay(50);
  const stoppedAt = performance.now();
  started.child.kill('SIGTERM');
  const exit = await started.exit;
  const ms = performance.now() - stoppedAt;
  const resumed = await run(town, ['--set', `model_parameters.openai.base_urls=["${good.url}"]`], { env });
  const made = await countMade(town);
  // Ten seconds without an answer end the search for a server, stopped or not.
  const isUnreachable = mode.at === '/models' || mode.start !== undefined;
  const violations = [
    ...(exit.code === 143 || (exit.code === 69 && isUnreachable)
      ? []
      : [`stopped with exit ${exit.code ?? '?'}: ${exit.stderr.trim()}`]),
    ...(ms < longestStopMs ? [] : [`it took ${ms} ms to stop`]),
    ...(resumed.code === 0 && made === jobs ? [] : [`resumed with ${resumed.code ?? '?'}: ${resumed.stderr.trim()}`]),
    ...(await leaksOf(town, exit)),
  ];
  return {
    violations: violations.map((violation) => `a server that ${mode.name}: ${violation}`),
    ...{ seconds: ms / 1000, code: exit.code },
  };
}

async function countMade({ runDir }: Town): Promise<number> {
  const names = await readdir(join(runDir, 'discussions')).catch((): string[] => []);
  return names.filter((name) => !name.startsWith('.')).length;
}

async function serverTown(urls: readonly string[], timeoutS = 1): Promise<Town> {
  const town = await buildTown({ jobs, turns: 3 });
  const text = await readFile(town.config, 'utf8');
  const openai = `openai: { base_urls: [${urls.map((url) => `'${url}'`).join(', ')}], api_key_env: TOWN_HALL_KEY, timeout_s: ${timeoutS}, give_up_after_s: 60 }`;
  await mkdir(town.runDir, { recursive: true });
  await writeFile(
    town.config,
    text
      .replace('library_type: ./engine.mjs', 'library_type: openai')
      .replace('scripted: { slots: 4 }', openai)
      .replace('write_to_file: false', 'write_to_file: true')
      .replace('level: info', 'level: debug'),
  );
  return town;
}

async function watchMemory({ child, exit }: Started): Promise<{ exit: Exit; megabytes: number }> {
  let megabytes = 0;
  const look = setInterval(() => {
    void readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').then(
      (status) => (megabytes = Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024) || megabytes),
      () => undefined,
    );
  }, 100);
  const ended = await exit;
  clearInterval(look);
  return { exit: ended, megabytes };
}

/** Nothing that was printed or written has the key in it, and no stack was shown. */
async function leaksOf({ dir }: Town, { stdout, stderr }: Exit): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const));
  const leaky = [...texts, ['stdout', stdout] as const, ['stderr', stderr] as const];
  return [
    ...leaky.filter(([, text]) => text.includes('sk-canary')).map(([name]) => `${name} has the key in it`),
    ...(/^ {4}at /m.test(stderr) ? ['it shows a stack'] : []),
  ];
}
