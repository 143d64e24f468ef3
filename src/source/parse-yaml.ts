import { parseDocument, type YAMLError } from 'yaml';
import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { tooDeep, type Parsed } from './parsed.js';
import { positionNodes } from './position-nodes.js';
import type { Source } from './source-text.js';
import { weighYaml } from './weigh-yaml.js';
import { explainFlaw } from './yaml-flaws/explain-flaw.js';

/** Parses one YAML 1.2 document with the position of every key and value. No merge keys, no tags, string keys only. */
export function parseYaml(source: Source, codes: FileCodes): Parsed {
  const tooHeavy = weighYaml(source, codes);
  if (tooHeavy) return { problems: [tooHeavy] };
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // positionNodes finds duplicate keys: faster than pairwise comparison, and it knows both positions.
    uniqueKeys: false,
    prettyErrors: false,
    // 'warn' would print warnings; 'silent' would accept several documents in one file.
    logLevel: 'error',
  });
  const flaws = [...document.errors, ...document.warnings].toSorted((one, other) => one.pos[0] - other.pos[0]);
  const [first] = flaws;
  if (!first) return positionNodes(document, source, codes);
  const deep = flaws.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (deep) return { problems: [tooDeep({ source, offset: deep.pos[0] }, codes)] };
  // The other errors follow from the first.
  return { problems: [describeFlaw(first, source, codes)] };
}

function describeFlaw(flaw: YAMLError, source: Source, codes: FileCodes): Problem {
  const { offset, ...words } = explainFlaw(flaw, source.text);
  return { code: codes.syntax, ...words, where: source.whereAt(offset) };
}
