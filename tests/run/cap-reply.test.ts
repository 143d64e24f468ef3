import { expect, it } from 'vitest';
import { capReply, longestReply } from '../../src/run/cap-reply.js';

const counts = { prompt_tokens: 1, completion_tokens: 1, dropped_blocks: 0, duration_ms: 1 };
const saying = (text: string) => capReply({ text, finish_reason: 'stop', ...counts });

it('when a reply is endless, then it ends somewhere, in whole characters, and says so', () => {
  const reply = saying(`${'x'.repeat(longestReply - 1)}😀😀`);
  expect(reply.text).toHaveLength(longestReply);
  expect(reply.text.isWellFormed()).toBe(true);
  expect(reply.finish_reason).toBe('length');
});

it('when a reply is endless and each of its characters takes six in JSON, then it ends where its JSON is too long', () => {
  for (const text of [
    '\u0001'.repeat(longestReply),
    `${'x'.repeat(longestReply / 2)}${'\u0001'.repeat(longestReply / 2)}`,
  ]) {
    const reply = saying(text);
    const size = JSON.stringify(reply.text).length;
    expect(size).toBeGreaterThan(longestReply / 4);
    expect(size).toBeLessThanOrEqual(longestReply + '""'.length);
    expect(reply.finish_reason).toBe('length');
    expect(capReply(reply)).toEqual(reply);
  }
});

it('when a reply holds half a character, then it becomes a replacement character', () => {
  expect(saying('buses \ud83d!')).toMatchObject({ text: 'buses \ufffd!', finish_reason: 'stop' });
});

it('when a reply was cut off before any text, then that is a finish reason of its own', () => {
  const cut = (text: string) => capReply({ text, finish_reason: 'length', ...counts }).finish_reason;
  expect([cut(''), cut(' \n'), cut('More')]).toEqual(['no_text', 'no_text', 'length']);
  expect(saying('').finish_reason).toBe('stop');
});

it('when a reply is as it should be, then it stays as it is', () => {
  expect(saying('More buses 😀').text).toBe('More buses 😀');
});
