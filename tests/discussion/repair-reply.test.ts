import { describe, expect, it } from 'vitest';
import { repairReply } from '../../src/discussion/repair-reply.js';

const actors = ['yuki', 'anna', 'Mary Ann', 'C++ (fan)', 'moderator'];
const repair = (text: string, speaker = 'yuki', isCut = true) => repairReply(text, { speaker, actors, isCut });

describe("a reply that begins with its speaker's own prefix", () => {
  it.each([
    'User yuki posted:\nBuses first.',
    'User yuki posted: Buses first.',
    'yuki: Buses first.',
    'yuki:\nBuses first.',
    'yuki posted:\nBuses first.',
    'User yuki: Buses first.',
    '**yuki:** Buses first.',
    '**yuki**: Buses first.',
    'User yuki posted:\nyuki: Buses first.',
    'Yuki: Buses first.',
    'user YUKI posted: Buses first.',
    'yuki：Buses first.',
    'User yuki posted：Buses first.',
  ])('when it is %j, then the comment is without it', (text) => {
    expect(repair(text)).toEqual({ text: 'Buses first.', repairs: ['own_prefix'] });
  });

  it('when the name has characters that patterns use, then they are only characters', () => {
    expect(repair('C++ (fan): Yes.', 'C++ (fan)')).toEqual({ text: 'Yes.', repairs: ['own_prefix'] });
  });

  it.each(['anna: I disagree with you.', 'yuki is my name: a short one.', 'yuki', 'User stories: three.', '@yuki: no'])(
    'when it is %j, then it is a comment as it stands',
    (text) => {
      expect(repair(text)).toEqual({ text, repairs: [] });
    },
  );

  it('when the speaker has no name, then nothing is taken for a prefix', () => {
    expect(repair(': hm', '')).toEqual({ text: ': hm', repairs: [] });
  });
});

describe('a reply that speaks for others', () => {
  it.each([
    'Buses first.\nUser anna posted:\nNo.',
    'Buses first.\n\nUser Ghost_42 posted:\nNo.\n\nUser yuki posted:\nYes.',
    'Buses first.\n  **User Somebody Else posted:** No.',
    'Buses first.\nuser anna posted: No.',
    'Buses first.\n- User anna posted: No.',
    'Buses first.\n## User anna posted: No.',
    'Buses first.\nUser anna posted：No.',
  ])('when it is %j, then the comment ends before the other', (text) => {
    expect(repair(text)).toEqual({ text: 'Buses first.', repairs: ['other_speaker'] });
  });

  it('when it begins with another speaker, then nothing of it is a comment', () => {
    expect(repair('User anna posted:\nNo.')).toEqual({ text: '', repairs: ['other_speaker'] });
  });

  it('when the own prefix comes first and another later, then both are repaired', () => {
    expect(repair('User yuki posted:\nYes.\nUser Ghost posted:\nNo.')).toEqual({
      text: 'Yes.',
      repairs: ['own_prefix', 'other_speaker'],
    });
  });

  it.each([
    '> User anna posted: free buses\nI agree.',
    'What User anna posted: free buses.',
    'Users posted: a lot.',
    'User surveys show what the council posted: buses work.',
    'User comments on what anna posted: I like them.',
  ])('when somebody is quoted as in %j, then it is a comment as it stands', (text) => {
    expect(repair(text)).toEqual({ text, repairs: [] });
  });
});

describe('a reply that ends in half a prefix', () => {
  it.each([
    'Buses first.\n\nUser',
    'Buses first.\nUser ',
    'Buses first.\nUser an',
    'Buses first.\nUser Mary An',
    'Buses first.\nUser Mary Ann poste',
    'Buses first.\nUser Ghost_42',
    'Buses first.\nUser Ghost_42 posted',
  ])('when it is %j, then the half is gone', (text) => {
    expect(repair(text)).toEqual({ text: 'Buses first.', repairs: ['dangling_prefix'] });
  });

  it.each(['Buses first.\nUser anna', 'Buses first.\n\nUser Mary Ann posted'])(
    'when the model itself ended it as in %j, then the half is gone',
    (text) => {
      expect(repair(text, 'yuki', false)).toEqual({ text: 'Buses first.', repairs: ['dangling_prefix'] });
    },
  );

  it.each(['Point one.\nUser safety', 'We need:\n- lights\nUser comfort', 'Buses first.\nUser'])(
    'when the model itself ended it as in %j, then it is a comment as it stands',
    (text) => {
      expect(repair(text, 'yuki', false)).toEqual({ text, repairs: [] });
    },
  );

  it.each(['Buses first.\nUser fees are unfair.', 'I am a bus User', 'Buses first.\nUsers', 'User fees?'])(
    'when it is %j, then it is a comment as it stands',
    (text) => {
      expect(repair(text)).toEqual({ text, repairs: [] });
    },
  );
});
