/** Makes one discussion of many turns as a run does; a turn is written to the acknowledgement file only after it is on disk. */
import { appendFileSync } from 'node:fs';
import { discussionOf, model, openTownHall, planned, record } from '../../town-hall/records.js';

const [dir = '', acknowledgements = '', turnCount = '0'] = process.argv.slice(2);
const store = await openTownHall(dir);
const line = planned(1);
await store.plan([line]);
await store.useModel(model);
const folded = await store.foldJob('discussion', line.id);
const have = new Map(folded.records.map((one) => [one.index, one]));
const attempt = await store.startAttempt(line, [model], folded.records);
process.stdout.write('started\n');
const texts: string[] = [];
for (let turn = 0; turn < Number(turnCount); turn++) {
  const known = have.get(turn);
  const made = known ?? record(turn, `${process.pid}-${turn} ${'bus '.repeat(2000)}`);
  if (!known) await attempt.append(made);
  appendFileSync(acknowledgements, `${turn} ${made.completion.text.split(' ', 1).join()}\n`);
  texts.push(made.completion.text);
}
await attempt.finish();
await store.publish('discussion', line.id, discussionOf(line, texts));
await store.close();
