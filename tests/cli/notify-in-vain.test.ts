import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startHook } from '../notify/hook-server.js';
import { hookProject, logOf, projectWith, told, writtenIn } from '../notify/notify-project.js';
import { syndisco, writeIn, type Project } from './syndisco.js';

describe('a notifier that does not work', () => {
  async function warningsOf(project: Project, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
    const exit = await syndisco(['generate', '-c', project.config], { env });
    expect(exit.code, exit.stderr).toBe(0);
    const log = await logOf(project);
    expect(log + exit.stderr + exit.stdout + (await writtenIn(project))).not.toMatch(/s3cr3tPath99|An0therSecret77/);
    return log
      .split('\n')
      .filter((line) => / (warn|error) /.test(line))
      .map((line) => line.replace(/^\S+ /, ''));
  }

  it('when a webhook answers with an error, or redirects, then the run ends well, with one warning', async () => {
    await using other = await startHook();
    await using refusing = await startHook((response) => response.writeHead(400).end('invalid_payload'));
    await using moved = await startHook((response) => response.writeHead(307, { location: other.url }).end());
    const found = [];
    for (const { url } of [refusing, moved]) {
      await using project = await hookProject();
      found.push(await warningsOf(project, { TOWN_HOOK: url }));
    }
    expect(found).toEqual([
      ['warn  [-] no notification (done) was sent to the webhook in $TOWN_HOOK: it answered with 400: invalid_payload'],
      [
        'warn  [-] no notification (done) was sent to the webhook in $TOWN_HOOK: it answered with 307: a redirect, which is not followed',
      ],
    ]);
    expect(other.bodies).toEqual([]);
  });

  it('when a server quotes the address in other characters, or short parts of it, then nothing of its answer is shown', async () => {
    await using quoting = await startHook((response, request) => {
      response.writeHead(404).end(`nothing at ${decodeURIComponent(request.url ?? '')}`);
    });
    await using project = await hookProject();
    const url = quoting.url
      .replace('s3cr3tPath99', 's3cr%65tPath%39%39')
      .replace('An0therSecret77', 'An0ther%53ecret77');
    expect(await warningsOf(project, { TOWN_HOOK: url })).toEqual([
      'warn  [-] no notification (done) was sent to the webhook in $TOWN_HOOK: it answered with 404, and with a part of its address, which is not shown',
    ]);
  });

  it('when a webhook hangs, or nobody listens there, then the run does not wait for it', async () => {
    const gone = await startHook();
    await gone[Symbol.asyncDispose]();
    await using hanging = await startHook(() => undefined);
    await using dripping = await startHook((response) => {
      response.writeHead(500);
      setInterval(() => response.write('.'), 100).unref();
    });
    const found = [];
    for (const url of [hanging.url, dripping.url, gone.url]) {
      await using project = await hookProject();
      found.push(await warningsOf(project, { TOWN_HOOK: url }));
    }
    expect(found).toEqual([
      [expect.stringMatching(/\$TOWN_HOOK: it did not answer within 5 s$/)],
      [expect.stringMatching(/\$TOWN_HOOK: it answered with 500: \.+$/)],
      [expect.stringMatching(/\$TOWN_HOOK: the connection failed \(\w+\)$/)],
    ]);
  });

  it.each([
    ['is not set', {}, 'the variable is not set'],
    ['is no address', { TOWN_HOOK: 's3cr3tPath99' }, 'the variable does not contain a web address'],
    ['is no web address', { TOWN_HOOK: 'file:///s3cr3tPath99' }, 'the variable does not contain a web address'],
  ])('when the variable %s, then that is said at the start', async (_, env, expected) => {
    await using project = await hookProject();
    expect(await warningsOf(project, env)).toEqual([expect.stringContaining(expected)]);
  });

  it('when a command is missing, fails, never ends, or ignores SIGTERM and prints without end, then the run ends well, with one warning', async () => {
    const scripts = {
      'fails.sh': '#!/bin/sh\necho "no such recipient" >&2\nexit 3\n',
      'endless.sh': '#!/bin/sh\ntrap "" TERM HUP INT\nwhile :; do sleep 1; done\n',
      'loud.sh': '#!/bin/sh\nhead -c 1000000 /dev/zero | tr "\\0" x >&2\nhead -c 1000000 /dev/zero\nexit 4\n',
    };
    const found = [];
    for (const name of ['missing.sh', ...Object.keys(scripts)]) {
      await using project = await projectWith(`  command: [./${name}, "{message}"]\n`);
      await writeIn(project.dir, scripts);
      for (const script of Object.keys(scripts)) await chmod(join(project.dir, script), 0o755);
      found.push(await warningsOf(project));
    }
    const [missing, fails, endless, loud] = found;
    expect(missing).toEqual([expect.stringMatching(/missing\.sh: there is no such program$/)]);
    expect(fails).toEqual([expect.stringMatching(/fails\.sh: it ended with exit code 3: no such recipient$/)]);
    expect(endless).toEqual([expect.stringMatching(/endless\.sh: it did not end within 5 s$/)]);
    expect(loud?.join()).toMatch(/loud\.sh: it ended with exit code 4: x+…$/);
    expect(loud?.join().length).toBeLessThan(800);
  });

  it('when a command works, then it gets the placeholders as arguments, without a shell, and the message as its input', async () => {
    await using project = await projectWith(`  command: [./tell.sh, "{event}: $(id) {study}", '{"a": {}}']\n`);
    await writeIn(project.dir, { 'tell.sh': '#!/bin/sh\nprintf "%s|%s|" "$1" "$2" > told.txt\ncat >> told.txt\n' });
    await chmod(join(project.dir, 'tell.sh'), 0o755);
    expect(await warningsOf(project)).toEqual([]);
    expect(await readFile(join(project.dir, 'told.txt'), 'utf8')).toMatch(
      /^done: \$\(id\) town-hall\|\{"a": \{\}\}\|town-hall: done \(4 of 4 discussions, .*\)\n$/,
    );
  });
});

it('when a placeholder is misspelt, or there is nobody to tell, then the config is refused', async () => {
  await using misspelt = await projectWith('  webhook: { url_env: TOWN_HOOK, body: { text: "{studi} is done" } }\n');
  const first = await syndisco(['validate', misspelt.config]);
  expect(first.code).toBe(78);
  expect(first.stderr).toMatch(/notify\.webhook\.body.*\{studi\}.*Did you mean \{study\}/);
  await using nobody = await projectWith('  events: [done]\n');
  const second = await syndisco(['validate', nobody.config]);
  expect(second.code).toBe(78);
  expect(second.stderr).toContain('notify');
});

it('when the address is in the config itself, then it is refused and not shown', async () => {
  for (const written of [
    '  webhook: https://hooks.example.org/s3cr3tPath99\n',
    '  webhook: { url: https://hooks.example.org/s3cr3tPath99 }\n',
    '  webhook: { url_env: https://hooks.example.org/s3cr3tPath99 }\n',
    '  webhook: { url: https://hooks.example.org/s3cr3tPath99\n',
  ]) {
    await using project = await projectWith(written);
    const exit = await syndisco(['validate', project.config]);
    expect(exit.code).toBe(78);
    expect(exit.stderr + exit.stdout).not.toContain('s3cr3tPath99');
  }
  await using project = await projectWith('  command: [curl, https://hooks.example.org/s3cr3tPath99]\n');
  await writeFile(project.config, (await readFile(project.config, 'utf8')).replace('curl', '/bin/true'));
  expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
  expect(await writtenIn(project)).not.toContain('s3cr3tPath99');
});

it('when validate and doctor are asked, then they say what is missing; a test is sent only on demand, and its failure counts', async () => {
  await using hook = await startHook();
  await using project = await hookProject();
  const unset = await syndisco(['validate', project.config]);
  expect([unset.code, unset.stderr]).toEqual([
    0,
    expect.stringContaining('nothing can be sent to the webhook in $TOWN_HOOK: the variable is not set'),
  ]);
  const env = { TOWN_HOOK: hook.url };
  const looked = await syndisco(['doctor', '-c', project.config], { env });
  expect(looked.stdout).toMatch(/^ok +notify +the webhook in \$TOWN_HOOK is there/m);
  expect(hook.bodies).toEqual([]);
  const tested = await syndisco(['doctor', '-c', project.config, '--notify'], { env });
  expect(tested.stdout).toMatch(/^ok +notify +a test was sent to the webhook in \$TOWN_HOOK$/m);
  expect(told(hook)).toMatchObject([{ event: 'test', study: 'town-hall' }]);
  const failed = await syndisco(['doctor', '-c', project.config, '--notify']);
  expect([failed.code, failed.stdout]).toEqual([69, expect.stringMatching(/^failure +notify .*is not set$/m)]);
}, 120_000);
