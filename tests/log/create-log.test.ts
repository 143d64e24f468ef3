import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoggingConfig } from '../../src/config/experiment-config.js';
import { createLog } from '../../src/log/create-log.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-log-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const mebibyte = 1024 * 1024;

function logging(settings: Partial<LoggingConfig> = {}): LoggingConfig {
  const base = {
    printToTerminal: true,
    writeToFile: true,
    format: 'text',
    level: 'info',
    keepDays: 30,
    maxSizeBytes: mebibyte,
  } as const;
  return { ...base, dir: join(dir, 'logs'), ...settings };
}

/** A terminal that keeps what it was shown. */
function terminal({ isTTY = false } = {}): PassThrough & { isTTY: boolean; shown(): string } {
  const stream = new PassThrough();
  return Object.assign(stream, { isTTY, shown: () => String((stream.read() as Buffer | null) ?? '') });
}

async function readLogs(): Promise<Record<string, string>> {
  const names = (await readdir(join(dir, 'logs'))).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(dir, 'logs', name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

function dayAgo(days: number): string {
  const day = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

describe('createLog', () => {
  test('when a job is given up, then terminal and file say when, how bad, which job and what', async () => {
    const screen = terminal();
    const log = await createLog(logging(), { quiet: false, terminal: screen });
    log.error('given up: the engine broke', 'town-hall-0003');
    log.info('4 of 60 discussions to make');
    await log.close();

    const [file] = Object.values(await readLogs());
    const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /gm;
    const expected = 'error [town-hall-0003] given up: the engine broke\ninfo  [-] 4 of 60 discussions to make\n';
    expect(file?.replace(stamp, '')).toBe(expected);
    expect(file?.match(stamp)).toHaveLength(2);
    expect(screen.shown()).toBe(file);
  });

  test('when a model says control characters, then one plain line comes out', async () => {
    const screen = terminal();
    const log = await createLog(logging({ writeToFile: false }), { quiet: false, terminal: screen });
    log.warn('he wrote\u001b[2J\u001b]0;owned\u0007 "no\r\nbuses"\u0000\u202e\t!', 'town\nhall');
    await log.close();
    expect(screen.shown()).toMatch(/ warn {2}\[town\\nhall\] he wrote "no\\nbuses" !\n$/);
  });

  test('when somebody sits at the terminal, then warnings are coloured', async () => {
    const screen = terminal({ isTTY: true });
    const log = await createLog(logging({ writeToFile: false }), { quiet: false, terminal: screen });
    log.warn('a slow turn');
    await log.close();
    expect(screen.shown()).toMatch(/^\u001b\[33m.* a slow turn\u001b\[0m\n$/);
  });

  test('when the level is warn, then what is less urgent is left out', async () => {
    const log = await createLog(logging({ level: 'warn', printToTerminal: false }), { quiet: false });
    log.debug('a token');
    log.info('a turn');
    log.warn('a retry');
    await log.close();
    expect(Object.values(await readLogs()).join('')).toMatch(/^\S+ warn {2}\[-\] a retry\n$/);
  });

  test('when a machine reads the terminal, then only the file gets lines', async () => {
    const screen = terminal();
    const log = await createLog(logging(), { quiet: true, terminal: screen });
    log.error('given up');
    await log.close();
    expect(screen.shown()).toBe('');
    expect(Object.values(await readLogs()).join('')).toContain('given up');
  });

  test('when neither terminal nor file is wanted, then nothing is written and nothing breaks', async () => {
    const screen = terminal();
    const log = await createLog(logging({ printToTerminal: false, writeToFile: false }), {
      quiet: false,
      terminal: screen,
    });
    log.info('unheard');
    await log.close();
    await log.close();
    expect(screen.shown()).toBe('');
    expect(await readdir(dir)).toEqual([]);
  });

  test('when a file is full, then the next one goes on, no line is lost and no list of files lies about', async () => {
    const log = await createLog(logging({ printToTerminal: false, maxSizeBytes: 4096 }), { quiet: false });
    for (let turn = 0; turn < 200; turn += 1) log.info(`turn ${turn} of the debate about free buses`, 'town-hall-0001');
    await log.close();

    const logs = await readLogs();
    const today = dayAgo(0);
    expect(Object.keys(logs)).toContain(`syndisco-${today}.log`);
    expect(Object.keys(logs)).toContain(`syndisco-${today}.1.log`);
    expect(Object.keys(logs).every((name) => /^syndisco-[\d-]+(\.\d+)?\.log$/.test(name))).toBe(true);
    for (const text of Object.values(logs)) expect(text.length).toBeLessThan(4096 + 200);
    const turns = Object.values(logs).flatMap((text) =>
      Array.from(text.matchAll(/turn (\d+) of/g), (match) => Number(match[1])),
    );
    expect(turns.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, turn) => turn));
  });

  test('when the log is closed, then every line is on disk at that moment', async () => {
    const log = await createLog(logging({ printToTerminal: false, maxSizeBytes: 65536 }), { quiet: false });
    for (let turn = 0; turn < 5000; turn += 1) log.info(`turn ${turn} of the debate about free buses`);
    await log.close();
    // Read synchronously: nothing that was still on its way gets another moment.
    const texts = readdirSync(join(dir, 'logs')).map((name) => readFileSync(join(dir, 'logs', name), 'utf8'));
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.join('').split('\n')).toHaveLength(5001);
  });

  test('when the log is opened again on the same day, then it goes on in the same file', async () => {
    for (const text of ['first run', 'second run']) {
      const log = await createLog(logging({ printToTerminal: false }), { quiet: false });
      log.info(text);
      await log.close();
    }
    const logs = Object.entries(await readLogs());
    expect(logs).toHaveLength(1);
    expect(logs[0]?.[1]).toMatch(/first run\n.*second run\n$/);
  });

  test('when log files are older than keep_days, then they go, and nothing else does', async () => {
    const logs = join(dir, 'logs');
    await createLog(logging({ printToTerminal: false }), { quiet: false }).then((log) => log.close());
    const old = [`syndisco-${dayAgo(4)}.log`, `syndisco-${dayAgo(4)}.2.log`];
    const kept = [`syndisco-${dayAgo(3)}.log`, `notes-${dayAgo(40)}.log`, `syndisco-${dayAgo(40)}.log.txt`];
    for (const name of [...old, ...kept]) await writeFile(join(logs, name), 'town hall\n');
    const log = await createLog(logging({ printToTerminal: false, keepDays: 3 }), { quiet: false });
    await log.close();
    expect((await readdir(logs)).sort()).toEqual([...kept, `syndisco-${dayAgo(0)}.log`].sort());
  });

  test('when the folder cannot be made, then one warning says so and the run goes on', async () => {
    await writeFile(join(dir, 'a-file'), '');
    const screen = terminal();
    const log = await createLog(logging({ dir: join(dir, 'a-file', 'logs') }), { quiet: true, terminal: screen });
    log.info('still running');
    await log.close();
    expect(screen.shown()).toMatch(/ warn {2}\[-\] no log file is written: ENOTDIR[^\n]*\n$/);
  });

  test('when the disk is full, then one warning says so and the run goes on', async () => {
    await mkdir(join(dir, 'logs'));
    await symlink('/dev/full', join(dir, 'logs', `syndisco-${dayAgo(0)}.log`));
    const screen = terminal();
    const log = await createLog(logging({ printToTerminal: false }), { quiet: false, terminal: screen });
    for (let turn = 0; turn < 50; turn += 1) {
      log.info(`turn ${turn}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await log.close();
    expect(screen.shown().match(/log lines are lost: ENOSPC/g)).toHaveLength(1);
  });
});

test('when JSON lines are asked for, then the file has one object a line with the id of its job, and the terminal has text', async () => {
  const screen = terminal();
  const log = await createLog(logging({ format: 'json' }), { quiet: false, terminal: screen });
  log.warn('a "retry"\nafter a pause', 'town-hall-0003');
  log.note('12 of 60 turns');
  await log.close();
  const [file = ''] = Object.values(await readLogs());
  const lines = file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(lines).toEqual([
    { at: expect.any(String) as string, level: 'warn', job: 'town-hall-0003', text: 'a "retry"\\nafter a pause' },
    { at: expect.any(String) as string, level: 'info', text: '12 of 60 turns' },
  ]);
  expect(screen.shown()).toMatch(/ warn {2}\[town-hall-0003\] a "retry"\\nafter a pause\n$/);
});

test('when its folder is deleted while it is written, then the log goes on in a new file, which says so', async () => {
  const screen = terminal();
  const listLogs = (): Promise<string[]> => readdir(join(dir, 'logs')).catch(() => []);
  const log = await createLog(logging({ printToTerminal: false }), { quiet: false, terminal: screen });
  log.info('4 of 60 discussions to make');
  for (const text of ['5 of 60 discussions', '6 of 60 discussions']) {
    await expect.poll(listLogs).not.toEqual([]);
    await rm(join(dir, 'logs'), { recursive: true });
    await expect.poll(listLogs, { timeout: 10_000 }).not.toEqual([]);
    log.info(text);
  }
  await log.close();
  const [file] = Object.values(await readLogs());
  expect(file).toMatch(
    /^\S+ warn {2}\[-\] \S+\.log was deleted or moved while it was written: lines before this one may be missing\n\S+ info {2}\[-\] 6 of 60 discussions\n$/,
  );
  expect(screen.shown().match(/was deleted or moved/g)).toHaveLength(2);
});
