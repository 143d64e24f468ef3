import type { Problem } from '../errors.js';
import { configCodes } from '../source/file-codes.js';
import { maxDepth } from '../parse-foreign-json.js';
import { parseYaml } from '../source/parse-yaml.js';
import type { Mapping, Place, PositionedNode } from '../source/positioned-node.js';
import { showAssignment, withoutQuotes } from '../source/secrets.js';
import { showValue } from '../source/show-value.js';
import { assignmentSource, whereAssigned } from '../source/source-text.js';

/**
 * Applies every `a.b.c=value` of the command line to the document, in order. Unknown keys are left for the schema to
 * reject.
 */
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

/** A value that is not a mapping is replaced if the path continues below it. */
function entriesOf(node: PositionedNode): Mapping {
  if (!(node.value instanceof Map)) node.value = new Map();
  return node.value;
}

function notAnAssignment(assignment: string): Problem {
  const shown = showAssignment(assignment);
  const what = `${showValue(shown)} is not of the form key=value.`;
  const todo = 'Write --set key=value, for example --set discussions.turn_taking.num_turns=5.';
  return { code: 'SYNDISCO_USAGE', what, todo, where: whereAssigned(shown) };
}
