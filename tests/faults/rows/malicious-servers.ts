import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHalfHandshake, startMalicious, type MaliciousServer } from '../malicious/malicious-server.js';
import { modes, type Mode } from '../malicious/modes.js';
import { isRunning, start, type Exit, type Started } from '../program.js';
import { tryAll, type Row } from '../row.js';
import { buildTown, type Town } from '../town.js';

const key = 'sk-canary-0123456789';
const jobs = 3;
/** The program itself takes some 150 MB. */
const mostMegabytes = 450;
/** For loading, a TLS handshake of 10 seconds, and tries of a second each. */
const longestMs = 90_000;
/** A stop waits 20 seconds for turns under way. */
const longestStopMs = 25_000;

/** One server of two misbehaves: the other makes the discussions, in bounded time and memory, and no key is shown. */
export const maliciousServers: Row = {
  name: 'malicious servers',
  async run(tier) {
    const chosen = modes.filter(({ name, isQuick }) => name.includes(tier.only) && (isQuick || tier.name === 'full'));
    const plays = tier.name === 'full' ? stops.filter(({ name }) => name.includes(tier.only)) : [];
    const worst = { seconds: 0, megabytes: 0 };
    const violations = await tryAll(chosen, tier.parallel, async (mode) => {
      const tried = await tryMode(mode);
      worst.seconds = Math.max(worst.seconds, tried.seconds);
      worst.megabytes = Math.max(worst.megabytes, tried.megabytes);
      return tried.violations;
    });
    if (tier.name === 'full' && 'half a handshake'.includes(tier.only)) violations.push(...(await tryHandshake()));
    violations.push(...(await tryAll(plays, tier.parallel, tryStop)));
    const note = `at most ${worst.seconds.toFixed(0)} s and ${worst.megabytes} MB`;
    return { faults: chosen.length + plays.length + 1, violations, note };
  },
};

interface Tried {
  violations: string[];
  seconds: number;
  megabytes: number;
  code: number | null;
}

async function tryMode({ at = '/chat/completions', name, play, code = 0 }: Mode): Promise<Tried> {
  await using bad = await startMalicious({ at, play });
  return await tryServer(bad, { name, code });
}

async function tryHandshake(): Promise<string[]> {
  await using bad = await startHalfHandshake();
  return (await tryServer(bad, { name: 'gives half a handshake', code: 0 })).violations;
}

async function tryServer(bad: MaliciousServer, { name, code }: { name: string; code: number }): Promise<Tried> {
  await using good = await startMalicious({ at: '/nowhere', play: () => undefined });
  const town = await serverTown([bad.url, good.url]);
  const { exit, megabytes } = await watchMemory(start(town, [], { env: { TOWN_HALL_KEY: key } }));
  const made = (await readdir(join(town.runDir, 'discussions')).catch(() => [])).filter(
    (file) => !file.startsWith('.'),
  );
  const violations = [
    ...(exit.code === code ? [] : [`exit ${exit.code ?? exit.signal ?? '?'}, not ${code}: ${exit.stderr.trim()}`]),
    ...(made.length === (code === 0 ? jobs : 0) ? [] : [`${made.length} discussions were made`]),
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

/** Where a server keeps the program waiting when it is told to stop. */
const stops: readonly Mode[] = ['/models', '/apply-template', '/tokenize', '/chat/completions'].flatMap((at) => [
  { name: `drips ${at}`, at, play: ({ response }) => void setInterval(() => response.write(' '), 50).unref() },
  {
    name: `drips a failure of ${at}`,
    at,
    play: ({ response }) => void setInterval(() => response.writeHead(500).write(' '), 50).unref(),
  },
]);

async function tryStop({ at = '', name, play }: Mode): Promise<string[]> {
  await using bad = await startMalicious({ at, play, kind: 'llamacpp' });
  const town = await serverTown([bad.url], 200);
  const started = start(town, [], { env: { TOWN_HALL_KEY: key } });
  while (bad.hits === 0 && isRunning(started)) await new Promise((resolve) => setTimeout(resolve, 50));
  const stoppedAt = performance.now();
  started.child.kill('SIGTERM');
  const { code, stderr } = await started.exit;
  const ms = performance.now() - stoppedAt;
  const isRight = code === 143 || (at === '/models' && code === 69);
  return [
    ...(isRight ? [] : [`stopped at a server that ${name}: exit ${code ?? '?'}: ${stderr.trim()}`]),
    ...(ms < longestStopMs ? [] : [`stopped at a server that ${name}: it took ${ms} ms`]),
  ];
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
