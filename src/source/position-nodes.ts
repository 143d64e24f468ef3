import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Problem } from '../errors.js';
import type { FileCodes } from './file-codes.js';
import { maxDepth } from '../parse-foreign-json.js';
import { lostDigits, tooDeep, type Parsed } from './parsed.js';
import type { Mapping, Place, PositionedNode, Scalar } from './positioned-node.js';
import { showValue } from './show-value.js';
import type { Source } from './source-text.js';

/** Aliases of aliases multiply; a config needs only a few. */
const maxAliasedNodes = 10_000;

/** The nodes of a parsed YAML document, with aliases resolved. */
export function positionNodes(document: Document.Parsed, source: Source, codes: FileCodes): Parsed {
  const positioner = new NodePositioner(source, codes);
  const root = positioner.position(document.contents, { depth: 0, near: 0 });
  return { ...(root && { root }), problems: positioner.problems };
}

interface Context {
  depth: number;
  /** The offset of the alias that this node was reached through: errors point there. */
  alias?: number;
  /** The offset to show for an omitted value. */
  near: number;
}

class NodePositioner {
  readonly problems: Problem[] = [];
  readonly #anchors = new Map<string, Node>();
  #aliasedNodes = 0;

  constructor(
    readonly source: Source,
    readonly codes: FileCodes,
  ) {}

  /** Undefined after a fatal problem, which is then in `problems`. */
  position(node: unknown, context: Context): PositionedNode | undefined {
    if (isAlias(node)) return this.#follow(node, context);
    const place = { source: this.source, offset: startOf(node) ?? context.near };
    const problem = this.#exceededLimit(place, context);
    if (problem) {
      this.problems.push(problem);
      return undefined;
    }
    if (hasAnchor(node)) this.#anchors.set(node.anchor, node);
    const value = this.#valueOf(node, { ...context, depth: context.depth + 1, near: place.offset });
    const end = endOf(node);
    return value === undefined ? undefined : { place, value, ...(end !== undefined && { end }) };
  }

  #follow(alias: Alias, context: Context): PositionedNode | undefined {
    const target = this.#anchors.get(alias.source);
    // An alias inside its own anchor recurses until the depth limit stops it.
    if (target)
      return this.position(target, { alias: alias.range?.[0] ?? context.near, ...context, depth: context.depth + 1 });
    this.problems.push(this.#unknownAlias(alias, context));
    return undefined;
  }

  #exceededLimit({ source, offset }: Place, { alias, depth }: Context): Problem | undefined {
    const shown = { source, offset: alias ?? offset };
    if (alias !== undefined) this.#aliasedNodes += 1;
    if (this.#aliasedNodes > maxAliasedNodes) return this.#tooManyAliases(shown);
    return depth > maxDepth ? tooDeep(shown, this.codes) : undefined;
  }

  #valueOf(node: unknown, context: Context): PositionedNode['value'] | undefined {
    if (isMap(node)) return this.#mapping(node.items, context);
    if (isSeq(node)) return this.#list(node.items, context);
    return isScalar(node) ? this.#scalar(node, context) : null;
  }

  #scalar({ value, source }: YamlScalar, { near }: Context): Scalar {
    const lost = lostDigits(source ?? '', value, { source: this.source, offset: near }, this.codes);
    if (lost) this.problems.push(lost);
    return isPlain(value) ? value : null;
  }

  #mapping(pairs: readonly Pair[], context: Context): Mapping | undefined {
    const entries: Mapping = new Map();
    for (const { key, value } of pairs) {
      const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
      const offset = startOf(key) ?? context.near;
      const node = this.position(value, { ...context, near: offset });
      if (!node) return undefined;
      if (entries.has(name)) this.#reportDuplicate(name, offset);
      else entries.set(name, { key: { source: this.source, offset }, node });
    }
    return entries;
  }

  #list(items: readonly unknown[], context: Context): PositionedNode[] | undefined {
    const nodes: PositionedNode[] = [];
    for (const item of items) {
      const node = this.position(item, context);
      if (!node) return undefined;
      nodes.push(node);
    }
    return nodes;
  }

  #reportDuplicate(name: string, offset: number): void {
    const what = `Duplicate key ${showValue(name)}.`;
    const where = this.source.whereAt(offset);
    this.problems.push({ code: this.codes.duplicateKey, what, todo: 'Remove one of them.', where });
  }

  #unknownAlias({ source, range }: Alias, { near }: Context): Problem {
    const what = `Unknown alias *${source}: there is no anchor &${source} before it.`;
    const where = this.source.whereAt(range?.[0] ?? near);
    return {
      code: this.codes.syntax,
      what,
      todo: 'Write the value out; if the text itself starts with *, put it in quotes.',
      where,
    };
  }

  #tooManyAliases({ offset }: Place): Problem {
    const what = `The aliases (*name) in this file expand to more than ${maxAliasedNodes} values.`;
    const where = this.source.whereAt(offset);
    return { code: this.codes.tooLarge, what, todo: 'Write the values out, or use fewer aliases.', where };
  }
}

function isPlain(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function startOf(node: unknown): number | undefined {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.range ? node.range[0] : undefined;
}

function endOf(node: unknown): number | undefined {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.range ? node.range[1] : undefined;
}

function hasAnchor(node: unknown): node is Node & { anchor: string } {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined;
}
