import type { Problem } from '../errors.js';
import { configCodes } from '../source/file-codes.js';
import { maxDepth } from '../source/parsed.js';
import { parseYaml } from '../source/parse-yaml.js';
import type { Mapping, Place, PositionedNode } from '../source/positioned-node.js';
import { showAssignment, withoutQuotes } from '../source/secrets.js';
import { showValue } from '../source/show-value.js';
import { assignmentSource, whereAssigned } from '../source/source-text.js';

/** Puts every `a.b.c=value` of the command line into the document, in order. Whether the key exists is the schema's matter. */
export function applyOverrides(root: PositionedNode, assignments: readonly string[]): Problem[] {
  return assignments.flatMap((assignment) => applyOverride(root, assignment));
}

function applyOverride(root: PositionedNode, assignment: string): Problem[] {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
  const keys = path?.split('.') ?? [];
  if (value === undefined || keys.length > maxDepth) return [notAnAssignment(assignment)];
  const shown = showAssignment(assignment);
  const source = assignmentSource(shown, value);
  const { root: node, problems } = parseYaml(source, configCodes);
  if (node) put(root, keys, { node, place: { source, offset: 0 } });
  return shown === assignment ? problems : problems.map(withoutQuotes);
}

function put(
  at: PositionedNode,
  [key = '', ...rest]: readonly string[],
  set: { node: PositionedNode; place: Place },
): void {
  const entries = entriesOf(at);
  const known = entries.get(key);
  if (rest.length === 0) {
    entries.set(key, { key: set.place, node: set.node });
    return;
  }
  const next = known ?? { key: set.place, node: { place: set.place, value: new Map() } };
  entries.set(key, next);
  put(next.node, rest, set);
}

/** What stands in the way of a deeper key is replaced. */
function entriesOf(node: PositionedNode): Mapping {
  if (!(node.value instanceof Map)) node.value = new Map();
  return node.value;
}

function notAnAssignment(assignment: string): Problem {
  const shown = showAssignment(assignment);
  const what = `${showValue(shown)} does not say which key gets which value.`;
  const todo = 'Write --set key=value, for example --set discussions.turn_taking.num_turns=5.';
  return { code: 'SYNDISCO_USAGE', what, todo, where: whereAssigned(shown) };
}
