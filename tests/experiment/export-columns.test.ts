import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { debate, ourAnnotation } from '../town-hall/published-debate.js';
import { putDocument } from './put-document.js';
import { runExport } from './run-export.js';

const era = fileURLToPath(new URL('../../examples/original-files/era-a', import.meta.url));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'syndisco-columns-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const put = (path: string, document: unknown): Promise<void> => putDocument(join(dir, path), document);

describe('columns of the data set', () => {
  test('when a document is ours, then every column says what the document says', async () => {
    await put('discussions/town-hall-0002.json', debate);
    await put('annotations/town-hall-0002--carla.json', ourAnnotation(debate, 'carla', [1]));
    const { table: rows } = await runExport(dir);
    expect(Object.entries(rows[1] ?? {})).toEqual(
      Object.entries({
        discussion_id: 'town-hall-0002',
        created_at: '2026-02-14T15:20:33.000Z',
        condition: 'strict',
        replicate: '2',
        topic: 'free-buses',
        history_length: '3',
        discussion_status: '',
        turn: '1',
        comment_id: 'town-hall-0002/1',
        actor: 'jonas',
        role: 'troll',
        is_moderator: 'false',
        is_opening: 'false',
        is_silent: 'false',
        text: 'Agreed.',
        raw_text: ' Agreed.',
        mentions: '[]',
        model: 'demo',
        finish_reason: 'stop',
        tries: '1',
        missing: '',
        repairs: '',
        flags: '',
        resampled: 'false',
        first_text: 'Agreed.',
        prompt_tokens: '101',
        completion_tokens: '',
        dropped_comments: '0',
        turn_seed: '4294967291',
        prompt: 'Your name is jonas.',
        persona_id: 'f48a5d0a',
        persona_username: 'jonas',
        persona_age: '',
        persona_tags: '',
        persona_prompt: '',
        persona_votes: 'true',
        persona_motto: '',
        annotation_set: 'default',
        is_sampled: 'true',
        inclusion_probability: '1',
        annotator: 'carla',
        annotator_id: 'carla',
        annotator_model: 'judge',
        annotator_prompt: 'Your name is carla.',
        form: 'plain',
        repeat: '1',
        annotator_username: 'carla',
        annotator_model_trait: 'of patience',
        annotation: 'Toxicity=1',
      }),
    );
    expect(rows[0]).toMatchObject({
      persona_tags: 'patient, dry',
      persona_age: '58',
      model: 'hardcoded',
      raw_text: 'Free buses!',
      is_opening: 'true',
      is_silent: 'false',
      finish_reason: '',
      prompt_tokens: '',
      completion_tokens: '',
      dropped_comments: '',
      turn_seed: '',
    });
    expect(rows[2]).toMatchObject({
      actor: 'moderator',
      role: 'moderator',
      is_moderator: 'true',
      prompt: 'Your name is moderator.',
      is_opening: 'false',
      is_silent: 'true',
      text: '',
      finish_reason: 'stop',
    });
  });

  test("when the original's columns are wanted, then they are exactly those, in its order, without the index", async () => {
    const { table: rows } = await runExport(dir, { discussionsDir: era, annotationsDir: era, originalColumns: true });
    expect(Object.keys(rows[0] ?? {}).join(', ')).toBe(
      'conv_id, timestamp_conv, ctx_length_conv, conv_variant, user, message, model, user_prompt, is_moderator, ' +
        'message_id, message_order, age_conv, sex_conv, sexual_orientation_conv, demographic_group_conv, ' +
        'current_employment_conv, education_level_conv, special_instructions, personality_characteristics_conv, ' +
        'timestamp_annot, annotator_model, annotator_prompt, ctx_length_annot, annotation_variant, annotation, ' +
        'username, age_annot, sex_annot, sexual_orientation_annot, demographic_group_annot, ' +
        'current_employment_annot, personality_characteristics_annot, education_level_annot',
    );
    expect(rows[1]).toMatchObject({
      timestamp_conv: '25-02-01-10-30',
      is_moderator: 'False',
      message_order: '1',
      annotation_variant: 'street',
      username: 'StreetWise',
      personality_characteristics_annot: "['direct']",
    });
    const jonas = rows.find(({ user }) => user === 'JonasK');
    expect(jonas?.['personality_characteristics_conv']).toBe(`['blunt', "it's-complicated kind of honest"]`);
    expect(new Set(rows.map(({ message }) => message))).toContain('""');
  });

  test("when nothing is annotated, then the original's columns have no suffix and no annotator", async () => {
    const { table: rows } = await runExport(dir, { discussionsDir: era, originalColumns: true });
    expect(Object.keys(rows[0] ?? {}).join(', ')).toBe(
      'conv_id, timestamp, ctx_length, conv_variant, user, message, model, user_prompt, is_moderator, message_id, ' +
        'message_order, age, sex, sexual_orientation, demographic_group, current_employment, education_level, ' +
        'special_instructions, personality_characteristics',
    );
  });
});
