import { join } from 'node:path';
import { root, runNode } from '../syndisco.js';
import { codesIn, type ErrorCases } from './expect-error.js';

/** The codes that only a program can bring about. */
export const badLibrary = {
  SYNDISCO_DISCUSSION_ENDED: [
    afterTheEnd('discussion.branch()'),
    afterTheEnd("discussion.inject({ name: 'bob', text: 'Wait.' })"),
  ],
} satisfies ErrorCases;

function afterTheEnd(call: string) {
  const source = `
import { Actor, Discussion, Persona, ScriptedModel } from '${join(root, 'dist/index.js')}';
const model = await ScriptedModel.load();
const users = ['anna', 'bob'].map(
  (username) => new Actor({ type: 'user', persona: Persona.from({ username }), model, instructions: 'Write.' }),
);
const discussion = new Discussion({ users, numTurns: 2 });
for await (const comment of discussion) void comment;
try {
  ${call};
} catch (error) {
  process.stderr.write('[' + error.code + ']');
}`;
  return {
    when: `${call} comes after the end`,
    reach: async () => codesIn(await runNode(['--input-type=module', '-e', source])),
  };
}
