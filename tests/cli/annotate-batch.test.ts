import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  judged,
  type Asked,
  complete,
  asWhole,
  batchOf,
  answered,
  failed,
  annotate,
  toBatch,
  fromBatch,
  annotations,
} from './batch-project.js';
import { problemsOf } from './problems-of.js';
import { syndisco, writeIn } from './syndisco.js';

describe('annotation by batch', () => {
  let server: Server;
  const posted: Asked[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/v1/models') {
          response.end(JSON.stringify({ object: 'list', data: [{ id: 'judge', object: 'model', owned_by: 'us' }] }));
          return;
        }
        if (request.url !== '/v1/chat/completions') {
          response.statusCode = 404;
          response.end('{}');
          return;
        }
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
        if (body.messages.length > 1) posted.push(body);
        response.end(JSON.stringify(complete(body)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
  });

  test('when results begin with a byte order mark and come from another model, then they are read, and that is told', async () => {
    await using project = await judged();
    await toBatch(project);
    const lines = (await batchOf(project))
      .map(answered)
      .map((line) => line.replace('"model":"judge"', '"model":"jury"'));
    await writeIn(project.dir, { 'results.jsonl': `\ufeff${lines.join('\r\n')}\r\n` });
    const exit = await fromBatch(project, 'results.jsonl');
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toContain('the batch replies as "jury", although "judge" was asked for');
  });

  test.each([
    ['', (text: string) => Buffer.from(text, 'utf16le')],
    [', big end first', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('when results were saved as UTF-16%s, then they are read', async (_, encode) => {
    await using project = await judged();
    await toBatch(project);
    const lines = (await batchOf(project)).map(answered);
    await writeFile(join(project.dir, 'results.jsonl'), encode(`\ufeff${lines.join('\r\n')}\r\n`));
    const exit = await fromBatch(project, 'results.jsonl');
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toContain('8 answers, 0 failures');
  });

  test('when an answer is cut, then that is said, and not that a config without a context gave it too little room', async () => {
    await using project = await judged();
    await toBatch(project);
    const lines = (await batchOf(project)).map(answered);
    const cut = lines.map((line, at) =>
      at === 0
        ? line
            .replace(/"content":"[^}]*}"/, () => JSON.stringify({ content: '{"heat": ' }).slice(1, -1))
            .replace('"stop"', '"length"')
        : line,
    );
    await writeIn(project.dir, { 'results.jsonl': cut.join('\n') });
    const exit = await fromBatch(project, 'results.jsonl');
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toContain('1 answers end at the limit of their tokens');
    expect(exit.stderr).not.toContain('less room than max_tokens');
  });

  test('when a batch gives the same answers as a server, then its requests and its annotations are the same', async () => {
    await using online = await judged(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    const asked = await annotate(online);
    expect(asked.code, asked.stderr).toBe(0);
    await using batched = await judged();
    const written = await syndisco(['annotate', '-c', batched.config, '--to-batch', join(batched.dir, 'batch.jsonl')], {
      env: { JUDGE_KEY: 'sk-very-secret' },
    });
    expect(written.code, written.stderr).toBe(0);
    expect(await readFile(join(batched.dir, 'batch.jsonl'), 'utf8')).not.toContain('sk-very-secret');
    const lines = await batchOf(batched);
    expect(lines).toHaveLength(8);
    expect(new Set(lines.map(({ custom_id }) => custom_id)).size).toBe(8);
    for (const { custom_id: id, url, method } of lines)
      expect([/^[a-z0-9-]{1,64}$/.test(id), url, method]).toEqual([true, '/v1/chat/completions', 'POST']);
    const sorted = (bodies: readonly object[]): string[] => bodies.map((body) => JSON.stringify(body)).sort();
    expect(sorted(lines.map(({ body }) => body))).toEqual(sorted(posted.map(asWhole)));
    await writeFile(join(batched.dir, 'out.jsonl'), lines.toReversed().map(answered).join('\n'));
    const taken = await fromBatch(batched, 'out.jsonl');
    expect(taken.code, taken.stderr).toBe(0);
    expect(await annotations(batched)).toEqual(await annotations(online));
    expect((await syndisco(['verify', '-c', batched.config])).code).toBe(0);
  });

  test('when results are partial, failed, double, unknown and cut, then what is answered is kept and only the rest asked again', async () => {
    await using project = await judged();
    await toBatch(project);
    const lines = await batchOf(project);
    const [first, second, ...others] = lines;
    if (!first || !second) throw new Error('no requests');
    const stranger = { ...first, custom_id: `${first.custom_id.slice(0, -4)}0000` };
    await writeIn(project.dir, {
      'one.jsonl': [answered(first), failed(second), answered(stranger), answered(first)].join('\n'),
      'two.jsonl': `${others.slice(0, 3).map(answered).join('\n')}\n${answered(second).slice(0, 60)}`,
    });
    const taken = await fromBatch(project, 'one.jsonl', 'two.jsonl');
    expect(taken.code, taken.stderr).toBe(75);
    for (const said of [
      '4 answers, 1 failures',
      'HTTP 400: too long',
      '1 results belong to no request',
      'a second time',
      'two.jsonl:4',
    ])
      expect(taken.stdout + taken.stderr).toContain(said);
    expect((await toBatch(project)).code).toBe(0);
    const rest = await batchOf(project);
    const expected = lines.filter((line) => line !== first && !others.slice(0, 3).includes(line));
    expect(rest.map(({ custom_id }) => custom_id)).toEqual(expected.map(({ custom_id }) => custom_id));
    await writeFile(join(project.dir, 'rest.jsonl'), rest.map(answered).join('\n'));
    const done = await fromBatch(project, 'rest.jsonl');
    expect(done.code, done.stderr).toBe(0);
    expect(Object.keys(await annotations(project))).toHaveLength(4);
    expect((await toBatch(project)).stdout).toContain('No request is left to ask');
  });

  test('when files are of another experiment, no results, or requests, then they are refused and nothing is made', async () => {
    await using project = await judged();
    await toBatch(project);
    const lines = await batchOf(project);
    await writeIn(project.dir, {
      'other.jsonl': lines
        .map((line) => answered({ ...line, custom_id: `syndisco-00000000-${'0'.repeat(40)}` }))
        .join('\n'),
      'empty.jsonl': 'not a result\n',
      'stale.jsonl': lines
        .map((line) => answered({ ...line, custom_id: line.custom_id.replace(/.{4}$/, 'ffff') }))
        .join('\n'),
    });
    for (const name of ['other.jsonl', 'empty.jsonl', 'stale.jsonl', 'batch.jsonl']) {
      const exit = await annotate(project, '--json', '--from-batch', join(project.dir, name));
      expect(
        problemsOf(exit).map(({ code }) => code),
        name + exit.stderr,
      ).toEqual(['SYNDISCO_BATCH_INVALID']);
      expect(exit.code).toBe(65);
    }
    expect(await readdir(join(project.dir, 'run/annotations'))).toEqual([]);
  });

  test('when the model is no server’s, or labels need probabilities, then a batch is refused with the reason', async () => {
    await using project = await judged();
    const local = await toBatch(project, '--json', '--set', 'model_parameters.general.library_type=scripted');
    expect(problemsOf(local)[0]).toMatchObject({ code: 'SYNDISCO_CONFIG_CONTRADICTION' });
    const expected = await toBatch(project, '--json', '--set', 'annotation.label=expected', '--set', 'run_dir=other');
    expect(problemsOf(expected)[0]).toMatchObject({ code: 'SYNDISCO_LABELS_UNSCORED' });
  });
});
