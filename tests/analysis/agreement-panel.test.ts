import { expect, test } from 'vitest';
import { agree, type Agreement } from '../../src/analysis/agreement/agree.js';
import { notesOnAgreement } from '../../src/analysis/agreement/agreement-notes.js';
import { collectLabels, type LabelSource } from '../../src/analysis/agreement/collect-labels.js';
import type { OpenRandom } from '../../src/analysis/open-random.js';
import type { LabelChoice } from '../../src/analysis/labels.js';
import { openStream } from '../../src/random-stream.js';
import { agreementTables } from '../../src/analysis/tables/agreement-tables.js';
import { labelled, stance, talkOf, tone, toxicity } from './made-labels.js';

const openRandom: OpenRandom = (...purpose) => openStream([42, 'analysis', ...purpose]);

/** The agreement on the one metric of discussions of four comments, each with the same annotations. */
function agreementOf(annotations: readonly LabelSource[], choice: LabelChoice = 'drawn', discussions = 4): Agreement {
  const collected = collectLabels(choice);
  for (let replicate = 1; replicate <= discussions; replicate += 1)
    collected.add(talkOf(4, { id: `talk-${replicate}`, replicate }), annotations);
  const [found] = collected
    .tables()
    .map((table) => agree(table, { openRandom, cluster: 'discussion', isPaired: false }));
  if (!found) throw new Error('no labels');
  return found;
}

function figure({ figures }: Agreement, name: string): number | undefined {
  return figures.find((each) => each.name === name)?.estimate;
}

test('when two coders differ once, then alpha is that of eight labels, and every measure has a value', () => {
  const found = agreementOf([
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5] }),
    labelled(toxicity, { by: 'dan', labels: [1, 2, 4, 4] }),
  ]);

  expect(found).toMatchObject({ metric: 'toxicity', level: 'ordinal', coders: 2, comments: 16, clusters: 4 });
  expect(figure(found, 'percent_agreement')).toBe(0.75);
  expect(figure(found, 'kappa')).toBeCloseTo(2 / 3, 12);
  expect(figure(found, 'alpha_ordinal')).toBeGreaterThan(0.9);
  expect(figure(found, 'icc_n')).toBe(16);
  expect(figure(found, 'ndfu')).toBe(0);
});

test('when a coder repeats its labels or answers another form, then it is no further coder, and its stability is told', () => {
  const once = [
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5] }),
    labelled(toxicity, { by: 'dan', labels: [1, 2, 4, 4] }),
  ];
  const again = [
    labelled(toxicity, { by: 'carla', labels: [5, 4, 2, 1], repeat: 2 }),
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5], form: 'paraphrase' }),
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 4], form: 'reversed' }),
    labelled(toxicity, { by: 'carla', labels: [5, 4, 2, 1], form: 'reversed', repeat: 2 }),
  ];
  const [alone, found] = [agreementOf(once), agreementOf([...again, ...once])];

  expect(figure(found, 'alpha_ordinal')).toBe(figure(alone, 'alpha_ordinal'));
  expect(found.coders).toBe(2);
  expect(alone.stability).toEqual([]);
  expect(found.stability.map(({ coder, over, answers }) => [coder, over, answers])).toEqual([
    ['carla', 'repeats', 2],
    ['carla', 'forms', 3],
  ]);
  const [repeats, forms] = found.stability;
  expect(repeats?.alpha?.estimate).toBeLessThan(-0.5);
  expect(forms?.alpha?.estimate).toBeGreaterThan(0.9);
  expect(forms?.percentAgreement?.estimate).toBeCloseTo((1 + 1 + 1 + 1 / 3) / 4, 12);
});

test('when the same persona answers with two models, then these are two coders', () => {
  const found = agreementOf([
    labelled(stance, { by: 'carla', labels: ['for', 'for', 'against', 'for'] }),
    labelled(stance, { by: 'carla', labels: ['for', 'against', 'against', 'for'], model: 'other' }),
  ]);

  expect(found.members.map(({ coder }) => coder)).toEqual(['carla (judge)', 'carla (other)']);
  expect(figure(found, 'kappa')).toBe(0.5);
});

test('when answers are invalid or refused, then they are missing, counted, and a category in the sensitivity run', () => {
  const found = agreementOf([
    labelled(stance, { by: 'carla', labels: ['for', 'against', 'invalid', 'refused'] }),
    labelled(stance, { by: 'dan', labels: ['for', 'against', 'invalid', 'for'] }),
  ]);

  expect(found.coverage).toEqual({ asked: 32, labels: 20, missing: { invalid: 8, refused: 4 } });
  expect(found.comments).toBe(8);
  expect(figure(found, 'alpha_nominal')).toBe(1);
  expect(figure(found, 'alpha_nominal_with_statuses')).toBeLessThan(0.8);
  expect(notesOnAgreement([found], 'drawn').join('\n')).toContain(
    '62.5 % of the 32 answers on stance have a label (8 invalid, 4 refused)',
  );
  expect(notesOnAgreement([found], 'drawn').join('\n')).toContain('intervals from 4 clusters (fewer than 10)');
});

test('when expected values are asked for, then agreement is that of the means, without kappas', () => {
  const annotations = [
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5], expected: [1.2, 2.1, 3.9, 4.4] }),
    labelled(toxicity, { by: 'dan', labels: [5, 4, 2, 1], expected: [1.3, 2.2, 3.8, 4.5] }),
  ];

  expect(figure(agreementOf(annotations, 'drawn'), 'alpha_interval')).toBeLessThan(-0.5);
  const found = agreementOf(annotations, 'expected');
  expect(figure(found, 'alpha_interval')).toBeGreaterThan(0.98);
  expect(found.figures.map(({ name }) => name)).not.toContain('kappa');
  expect(figure(found, 'spearman')).toBe(1);
});

test('when a coder is compared with the panel, then it is no part of the panel', () => {
  const found = agreementOf([
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5] }),
    labelled(toxicity, { by: 'dan', labels: [1, 2, 4, 5] }),
    labelled(toxicity, { by: 'eve', labels: [3, 4, 4, 5] }),
  ]);
  const [carla, , eve] = found.members;

  expect(eve?.difference).toBe(1);
  expect(eve?.alphaWithout).toBe(1);
  expect(carla?.alphaWithout).toBeLessThan(0.9);
});

test('when a design is paired, then the clusters are replicates; by topic, topics', () => {
  const collected = collectLabels('drawn');
  const sources = [
    labelled(toxicity, { by: 'carla', labels: [1, 2, 4, 5] }),
    labelled(toxicity, { by: 'dan', labels: [1, 3, 4, 5] }),
  ];
  for (const condition of ['none', 'strict'])
    for (let replicate = 1; replicate <= 6; replicate += 1) {
      const topic = replicate % 2 === 0 ? 'buses' : 'parks';
      collected.add(talkOf(4, { id: `${condition}-${replicate}`, condition, replicate, topic }), sources);
    }
  const clusters = (isPaired: boolean, cluster: 'discussion' | 'topic'): (number | undefined)[] =>
    collected.tables().map((table) => agree(table, { openRandom, cluster, isPaired }).clusters);

  expect([clusters(false, 'discussion'), clusters(true, 'discussion'), clusters(true, 'topic')]).toEqual([
    [12],
    [6],
    [2],
  ]);
});

test('when labels of a category are missing, then the table of agreement still has alpha itself', () => {
  const found = agreementOf([
    labelled(stance, { by: 'carla', labels: ['for', 'against', 'invalid', 'for'] }),
    labelled(stance, { by: 'dan', labels: ['for', 'against', 'for', 'against'] }),
  ]);
  const measures = agreementTables([found])[0]?.rows.map(([, measure]) => measure);

  expect(measures).toContain("Krippendorff's alpha, nominal");
  expect(measures).toContain("Krippendorff's alpha, nominal, missing labels as a category");
});

test('when expected values of an ordered metric are asked for, then agreement is that of the mean ranks', () => {
  const found = agreementOf(
    [
      labelled(tone, { by: 'carla', labels: ['calm', 'tense', 'heated', 'calm'], expected: [1.5, 2.1, 2.9, 1.2] }),
      labelled(tone, { by: 'dan', labels: ['heated', 'calm', 'calm', 'tense'], expected: [1.4, 2.2, 2.8, 1.1] }),
    ],
    'expected',
  );

  expect(figure(found, 'spearman')).toBeCloseTo(1, 12);
  expect(figure(found, 'kappa')).toBeUndefined();
});

test('when three coders differ by chance, then their differences from the others cancel out', () => {
  const found = agreementOf([
    labelled(toxicity, { by: 'carla', labels: [1, 5, 3, 2] }),
    labelled(toxicity, { by: 'dan', labels: [5, 2, 1, 3] }),
    labelled(toxicity, { by: 'emma', labels: [2, 3, 5, 1] }),
  ]);
  const differences = found.members.map(({ difference = 0 }) => difference);

  expect(differences.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 12);
});
