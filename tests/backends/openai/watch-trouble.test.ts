import { expect, it } from 'vitest';
import { watchTrouble } from '../../../src/backends/openai/watch-trouble.js';

const url = 'http://gpu1:8000/v1';

it('when a server dies, then the first failure is told at once, the trouble again while it lasts, and its end', async () => {
  const lines: string[] = [];
  const watch = watchTrouble((level, text) => lines.push(`${level} ${text}`), 30);
  watch.failed(url, 'the connection failed', false);
  watch.failed(url, 'the connection failed', false);
  expect(lines).toEqual([`warn openai: a request to ${url} failed and will be sent again: the connection failed`]);
  expect(watch.troubles()).toMatchObject([{ url, failure: 'the connection failed' }]);
  await expect.poll(() => lines.length).toBeGreaterThan(2);
  expect(lines[1]).toMatch(/^warn openai: .* has not answered for \d+ s \(failed requests: 2; the last one: /);
  watch.answered(url);
  expect(lines.at(-1)).toMatch(/^info openai: .* answers again after \d+ s$/);
  expect(watch.troubles()).toEqual([]);
});

it('when a server fails some requests and answers others, then the log is not filled', () => {
  const lines: string[] = [];
  const watch = watchTrouble((_, text) => lines.push(text));
  for (let request = 0; request < 50; request += 1) {
    watch.failed(url, 'HTTP 500', false);
    watch.answered(url);
  }
  watch.close();
  expect(lines).toHaveLength(2);
});

it('when a server is only busy, then it is told of once that goes on', async () => {
  const lines: string[] = [];
  const watch = watchTrouble((_, text) => lines.push(text), 30);
  watch.failed(url, 'HTTP 429', true);
  expect(lines).toEqual([]);
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  watch.close();
});
