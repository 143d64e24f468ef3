import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { isNode, isScalar, parseDocument, visit, type Document, type Scalar } from 'yaml';
import { putAssigned, putValue } from './put-assigned.js';

/** A config whose paths are relative to its own folder, wherever that is unpacked. */
export interface PortableConfig {
  text: string;
  /** From the path of a file or folder that the config names to its path in the archive. */
  moved: ReadonlyMap<string, string>;
  /** Folders of documents that the run did not make, and modules. */
  besides: readonly string[];
  /** Weights that the config names by path, which an archive leaves out: from their paths in it to where they are. */
  weights: ReadonlyMap<string, string>;
  /** Values of it are hidden. */
  hidesSecrets: boolean;
}

interface ConfigToMove {
  /** Without secrets. */
  text: string;
  /** The folder that its paths are relative to. */
  dir: string;
  /** What the command line has set, `a.b.c=value`. */
  set: readonly string[];
  /** What the archive itself needs. */
  fixed: Readonly<Record<string, string>>;
  /** Paths that have a place of their own in the archive. */
  places: ReadonlyMap<string, string>;
  /** Values of `model_path` that are servers' names of their models. */
  names: ReadonlySet<string>;
  /** Takes paths and hosts out of comments. If given, servers' addresses are hidden, too. */
  redact?: (comment: string) => string;
}

/** Keys whose values are paths; those of a matrix and of profiles may be dotted. */
const pathKey = /(^|\.)(\w+_dir|\w+_path|from)$/;
/** Keys whose values are paths only if they begin like one: names of built-in things otherwise. */
const perhapsPath = /(^|\.)(chat_template|library_type|turn_manager_type|prompt_layout)$/;
const weightsKey = /(^|\.)model_path$/;
const documentsKey = /(^|\.)(discussions_dir|discussion_root_dir|annotation_root_dir)$/;
const servers = /^https?:\/\//;
/** What a config's copy says of the command line, which is in the keys here. */
export const assignmentLines = /^# --set .*\n?/gm;
const hidden = /["']?redacted["']?: ["']?it may hold secrets/;
const hiddenServer = 'http://server.invalid/v1';

/** Rewrites only the values that must change; everything else, comments included, stays as it was written. */
export function portableConfig({ text, dir, set, fixed, places, names, redact }: ConfigToMove): PortableConfig {
  const document = parseDocument(text.replace(assignmentLines, ''));
  putAssigned(document, set);
  for (const [key, value] of Object.entries(fixed)) putValue(document, key.split('.'), value);
  const moved = new Map(places);
  const weights = new Map<string, string>();
  const besides = new Set<string>();
  visit(document, {
    Scalar(place, node, path) {
      const key = keyOf(path);
      if (place === 'key' || typeof node.value !== 'string' || key in fixed) return;
      if (weightsKey.test(key) && names.has(node.value)) return;
      if (servers.test(node.value)) {
        if (redact && isServer(key)) node.value = hiddenServer;
      } else if (isPath(key, node.value, dir)) movePath(node, { key, dir, moved, weights, besides });
    },
  });
  if (redact) redactComments(document, redact);
  const portable = document.toString({ lineWidth: 0 });
  return { text: portable, moved, besides: [...besides], weights, hidesSecrets: hidden.test(portable) };
}

function redactComments(document: Document, redact: (comment: string) => string): void {
  const redactAt = (node: { comment?: string | null; commentBefore?: string | null }): void => {
    if (node.comment) node.comment = redact(node.comment);
    if (node.commentBefore) node.commentBefore = redact(node.commentBefore);
  };
  redactAt(document);
  visit(document, (_, node) => {
    if (isNode(node)) redactAt(node);
  });
}

interface Move {
  key: string;
  dir: string;
  moved: Map<string, string>;
  weights: Map<string, string>;
  besides: Set<string>;
}

function movePath(node: Scalar, { key, dir, moved, weights, besides }: Move): void {
  const written = String(node.value);
  const [fixed, pattern] = key.endsWith('from') ? splitPattern(written) : [written, ''];
  const path = absolute(fixed, dir);
  const place = weightsKey.test(key) ? placeOfWeights(path, weights) : (moved.get(path) ?? placeOf(path, dir, moved));
  const isBeside = !moved.has(path) && (perhapsPath.test(key) || documentsKey.test(key));
  if (isBeside) besides.add(path);
  if (weightsKey.test(key)) weights.set(place, path);
  else moved.set(path, place);
  const prefix = perhapsPath.test(key) || weightsKey.test(key) ? './' : '';
  const now = `${prefix}${join(place, pattern)}`;
  if (join(written) !== join(now)) node.value = now;
}

function placeOfWeights(path: string, weights: ReadonlyMap<string, string>): string {
  for (let number = 1; ; number += 1) {
    const place = join('models', numbered(basename(path), number));
    if ((weights.get(place) ?? path) === path) return place;
  }
}

function numbered(name: string, number: number): string {
  return number === 1 ? name : `${number}-${name}`;
}

/** Files beside or below the config stay where they are; others get a folder of their own. */
function placeOf(path: string, dir: string, moved: ReadonlyMap<string, string>): string {
  const inside = relative(dir, path);
  if (inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) && !isReserved(inside)) return inside;
  const taken = new Set(moved.values());
  for (let number = 1; ; number += 1) {
    const place = join('files', numbered(basename(path), number));
    if (!taken.has(place)) return place;
  }
}

/** What the archive itself puts at its top. */
function isReserved(path: string): boolean {
  return /^(run|dataset|models|files|syndisco\.yml|README\.md|SHA256SUMS)($|\/)/i.test(path);
}

function absolute(path: string, dir: string): string {
  return resolve(dir, path.replace(/^~(?=\/|$)/, homedir));
}

/** The folder in front of the first wildcard of a glob pattern, and the pattern in it. */
function splitPattern(pattern: string): [folder: string, rest: string] {
  const wildcard = pattern.search(/[*?[{(!]/);
  const folder = wildcard === -1 ? dirname(pattern) : dirname(`${pattern.slice(0, wildcard)}x`);
  return [folder, relative(folder, pattern)];
}

function isPath(key: string, value: string, dir: string): boolean {
  const looksLikeOne = /^(\.{0,2}|~)\//.test(value);
  if (perhapsPath.test(key)) return looksLikeOne;
  if (weightsKey.test(key))
    return looksLikeOne || statSync(absolute(value, dir), { throwIfNoEntry: false }) !== undefined;
  return pathKey.test(key) && (!key.endsWith('from') || key.startsWith('matrix.factors.'));
}

function isServer(key: string): boolean {
  return weightsKey.test(key) || /(^|\.)base_urls?(\.|$)/.test(key);
}

/** The dotted key of a value; items of a list have the key of the list. */
function keyOf(path: readonly unknown[]): string {
  return path.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : [])).join('.');
}

function isPair(node: unknown): node is { key: unknown } {
  return typeof node === 'object' && node !== null && 'key' in node;
}
