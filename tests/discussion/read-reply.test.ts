import { describe, expect, it } from 'vitest';
import type { Completion } from '../../src/backends/backend.js';
import { readReply } from '../../src/discussion/transcript.js';

const counts = { prompt_tokens: 10, completion_tokens: 3, dropped_blocks: 0, duration_ms: 1 };
const speakers = { speaker: 'anna', actors: ['anna', 'bob', 'moderator'] };
const completionOf = (text: string): Completion => ({ text, finish_reason: 'stop', ...counts });

describe('a reply with strings that are forbidden', () => {
  const repaired = { text: 'Yes.', repairs: ['own_prefix', 'other_speaker'] };

  it.each<[string, string, object]>([
    ['\n', 'User anna posted:\nYes.\nUser Ghost posted:\nNo.', repaired],
    ['User', 'User anna posted:\nYes.\nUser Ghost posted:\nNo.', repaired],
    ['<|a|>', '<|a|>\nUser anna posted: Yes.\n<|a|>User Ghost posted: No.', repaired],
    ['User', 'User Ghost posted:\nNo.', { text: '', missing: 'other_speaker', repairs: ['other_speaker'] }],
    ['es', 'anna: Yes.', { text: 'Y.', repairs: ['own_prefix'] }],
  ])(
    'when %j is forbidden and the reply is %j, then it is repaired as the model wrote it',
    (forbidden, reply, comment) => {
      expect(readReply(completionOf(reply), [forbidden], speakers)).toEqual(comment);
    },
  );
});
