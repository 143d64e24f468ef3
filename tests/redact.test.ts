import { describe, expect, it } from 'vitest';
import { logLine } from '../src/log/log-line.js';
import { keepSecret, redact, redactValue } from '../src/redact.js';

describe('a secret that the program knows', () => {
  it.each([
    ['as it is', 'sk-"anna"/0123', 'wrong: sk-"anna"/0123!'],
    ['in JSON', 'sk-"anna"/0123', '{"key":"sk-\\"anna\\"/0123"}'],
    ['in a URL', 'sk-"anna"/0123', 'https://hall.example?key=sk-%22anna%22%2F0123'],
    ['with a longer one beside it', 'sk-petra-01234567', 'sk-petra-01234567 sk-petra-0123'],
    ['without the white space around it', ' sk-ivan-01234\n', 'sk-ivan-01234'],
  ])('when a text has it %s, then it is replaced', (_how, secret, text) => {
    keepSecret('sk-petra-0123');
    keepSecret(secret);
    expect(redact(text)).toContain('[key]');
    expect(redact(text)).not.toMatch(/0123/);
  });

  it.each(['', 'EMPTY', 'none', 'not-needed', 'a1'])(
    'when it is %j, which is no secret, then texts keep it',
    (word) => {
      keepSecret(word);
      expect(redact(`That is ${word}.`)).toBe(`That is ${word}.`);
    },
  );

  it('when it is in a value, then only its text changes', () => {
    keepSecret('sk-anna-0123456789');
    const value = { text: 'I am sk-anna-0123456789.', prompt_tokens: 4, raw: null };
    expect(redactValue(value)).toEqual({ text: 'I am [key].', prompt_tokens: 4, raw: null });
  });

  it.each([
    ['is a number', '12345678', { text: 'Hello', tokens: 12345678 }],
    ['begins like an escape in JSON', 'n12345679', { text: 'Hello\n12345679', tokens: 4 }],
    ['is a key of the value', 'prompt_tokens_8', { prompt_tokens_8: 'Hello' }],
  ])('when a secret %s, then a value without it in a text stays as it is', (_how, secret, value) => {
    keepSecret(secret);
    expect(redactValue(value)).toEqual(value);
  });

  it('when it is deep in a value, then it is replaced there', () => {
    keepSecret('sk-anna-0123456789');
    expect(redactValue({ list: [null, { raw: 'sk-anna-0123456789' }] })).toEqual({ list: [null, { raw: '[key]' }] });
  });

  it('when it is in a line of the log, then the line does not show it', () => {
    keepSecret('sk-anna-0123456789');
    const line = logLine({ at: new Date(0), level: 'warn', text: 'refused: sk-anna-0123456789' });
    expect(line).toBe('1970-01-01T00:00:00.000Z warn  [-] refused: [key]');
  });
});
