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
    '## User yuki posted:\nBuses first.',
    '- User yuki posted: Buses first.',
    '1. User yuki posted: Buses first.',
    'User yuki posted : Buses first.',
    '**User yuki** posted: Buses first.',
    '**User yuki posted:** Buses first.',
    'User **yuki** posted: Buses first.',
    '[User yuki posted:] Buses first.',
    'User  yuki\u00a0posted: Buses first.',
    'User @yuki posted: Buses first.',
    'User "yuki" posted: Buses first.',
    '\u200bUser yuki posted: Buses first.',
    '\ufeff\u200fyuki\u200e: Buses first.',
    '# Yuki : Buses first.',
    '__yuki__: Buses first.',
    'yuki:\n\n## User yuki posted:\nBuses first.',
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
    'Buses first.\n1. User Ghost posted: No.',
    'Buses first.\n[User Ghost posted: No.',
    'Buses first.\n\u00a0\u200fUser Ghost posted: No.',
    'Buses first.\nUser "Mary Ann" posted: No.',
    'Buses first.\nUser MARY ANN posted : No.',
    'Buses first.\n## User yuki posted:\nNo.',
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

describe('whose name it is', () => {
  const own = { text: 'Yes.', repairs: ['own_prefix'] };
  const ofAnother = { text: '', repairs: ['other_speaker'] };
  const long = 'x'.repeat(150);

  it.each<[string, string, string[], object]>([
    ['José: Yes.', 'Jose\u0301', [], own],
    ['User Jose\u0301 posted: Yes.', 'José', [], own],
    [`User ${long} posted: Yes.`, long, [], own],
    [`User ${long} posted: Yes.`, 'yuki', [long], ofAnother],
    ['User José Luis de Paz posted: Yes.', 'yuki', ['Jose\u0301 Luis de Paz'], ofAnother],
    ['User Anna posted: Yes.', 'anna', ['Anna'], ofAnother],
    ['User **anna** posted: Yes.', 'anna', ['Anna'], own],
    ['Anna: Yes.', 'anna', ['Anna'], { text: 'Anna: Yes.', repairs: [] }],
    ['User ANNA posted: Yes.', 'anna', ['Anna'], ofAnother],
    ['User ANNA posted: Yes.', 'anna', ['bob'], own],
    ['User _anna_ posted: Yes.', '_anna_', ['anna'], own],
    ['User _anna_ posted: Yes.', 'anna', ['_anna_'], ofAnother],
    ['*fan*: Yes.', '*fan*', ['bob'], own],
    ['Dr: Who: Yes.', 'Dr: Who', ['bob'], own],
    ['User User posted: Yes.', 'User', ['bob'], own],
    ['User anna posted: Yes.', 'ann', ['anna'], ofAnother],
  ])(
    'when the reply is %j and the speaker %j beside %j, then it is decided by the names',
    (text, speaker, others, expected) => {
      expect(repairReply(text, { speaker, actors: [speaker, ...others], isCut: false })).toEqual(expected);
    },
  );

  it('when a reply is long and made to be searched in vain, then it is as it stands', () => {
    for (const unit of ['User ', 'User x\n', ' ', '*', 'posted ', '1.', 'User posted\n', '-<b>'])
      expect(
        repairReply(unit.repeat(100_000 / unit.length).trim(), {
          speaker: 'yuki',
          actors,
          isCut: false,
          ignored: ['<b>', '*', '**'],
        }).repairs,
      ).toEqual([]);
  });
});
