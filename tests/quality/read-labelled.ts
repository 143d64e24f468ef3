import { readFileSync } from 'node:fs';
import type { DetectorName, Known } from '../../src/quality/detector.js';

/** A comment with the labels of its reader. */
export interface Labelled {
  id: string;
  raw: string;
  known: Known;
  labels: ReadonlySet<DetectorName>;
  isHeldOut: boolean;
  isOfModel: boolean;
}

interface SceneLine {
  split: 'development' | 'held_out';
  source: 'model' | 'written';
  actors: { name: string; role: Known['role']; system: string }[];
  opening: { name: string; text: string }[];
}

interface CommentLine {
  id: string;
  speaker: string;
  raw: string;
  text?: string;
  finish: string;
  labels: DetectorName[];
}

/** The comments of `comments.jsonl`; labels.md has the rules. */
export function readLabelled(): Labelled[] {
  const lines = readFileSync(new URL('comments.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  let scene: SceneLine | undefined;
  let history: Known['history'] = [];
  return lines.flatMap((line): Labelled[] => {
    const read = JSON.parse(line) as SceneLine | CommentLine;
    if ('actors' in read) {
      scene = read;
      history = read.opening;
      return [];
    }
    if (!scene) throw new Error('a comment before any scene');
    const actor = scene.actors.find(({ name }) => name === read.speaker);
    if (!actor) throw new Error(`${read.id}: nobody is called ${read.speaker}`);
    const known: Known = {
      ...{ speaker: actor.name, role: actor.role, system: actor.system, history, finishReason: read.finish },
      actors: scene.actors.map(({ name }) => name),
    };
    if (scene.source === 'model' && (read.text ?? read.raw).trim() !== '')
      history = [...history, { name: actor.name, text: read.text ?? read.raw }];
    const { split, source } = scene;
    return [
      {
        ...{ id: read.id, raw: read.raw, known, labels: new Set(read.labels) },
        ...{ isHeldOut: split === 'held_out', isOfModel: source === 'model' },
      },
    ];
  });
}
