import { Environment, Interpreter, parse, tokenize, type Statement, type Token, type Value } from '@huggingface/jinja';
import { markLines } from './mark-lines.js';
import { markOutputs } from './mark-outputs.js';
import { asInPython } from './python-ways.js';
import { isList, isText, type Node } from './values.js';
import { strftime } from './strftime.js';

/** Real templates have at most 40 KB and take a few thousand steps. */
const mostTemplateBytes = 256 * 1024;
const mostSteps = 200_000;
const charactersOfAStep = 1000;
const longestRange = 100_000;
/** Below what the stack holds: an overflow would be taken for an undefined variable. */
const deepest = 250;

/** What a template cannot do, with the line of the template where it failed, if that is known. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';

  constructor(
    message: string,
    readonly line?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Renders with these variables. Throws a TemplateFault. */
export type CompiledTemplate = (variables: Readonly<Record<string, unknown>>) => string;

/**
 * A Jinja chat template, with the white space rules, globals and limits that Hugging Face's own renderer has, but
 * without a clock: its `strftime_now` formats `date`. Throws a TemplateFault.
 */
export function compileTemplate(given: string, date: string): CompiledTemplate {
  const source = given.replaceAll(/\r\n?/g, '\n');
  if (Buffer.byteLength(source) > mostTemplateBytes)
    throw new TemplateFault(`it has ${Buffer.byteLength(source)} bytes, and at most ${mostTemplateBytes} are allowed`);
  const program = markOutputs(parseTemplate(source));
  return (variables) => {
    const environment = new Environment();
    const effort = new Effort();
    const all = { ...globalsOn(date, effort), ...variables };
    for (const [name, value] of Object.entries(all)) environment.set(name, value);
    return new LimitedInterpreter(environment, effort).render(program);
  };
}

function parseTemplate(source: string): Statement {
  const tokens = markLines(lex(source), source);
  let reached = 0;
  const watched = new Proxy(tokens, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reached = Math.max(reached, Number(key));
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  try {
    return parse(watched);
  } catch (cause) {
    const open = reached >= tokens.length ? lastOpenBlock(tokens) : undefined;
    if (open) throw new TemplateFault(`{% ${open.name} %} has no {% end${open.name} %}`, open.line, { cause });
    const mark = tokens.slice(0, reached + 1).findLast(({ type }) => type === 'Comment');
    throw new TemplateFault(messageOf(cause), lineOf(mark), { cause });
  }
}

const blocks = ['if', 'for', 'macro', 'call', 'filter'];

/** The innermost block that is not closed, if the template ends in it. */
function lastOpenBlock(tokens: readonly Token[]): { name: string; line: number | undefined } | undefined {
  const open: { name: string; line: number | undefined }[] = [];
  for (const [at, { type }] of tokens.entries()) {
    const name = type === 'OpenStatement' ? (tokens[at + 1]?.value ?? '') : '';
    if (blocks.includes(name)) open.push({ name, line: lineOf(tokens[at - 1]) });
    else if (name.startsWith('end') && open.at(-1)?.name === name.slice(3)) open.pop();
  }
  return open.at(-1);
}

const options = { lstrip_blocks: true, trim_blocks: true };

function lex(source: string): Token[] {
  try {
    return tokenize(source, options);
  } catch (cause) {
    throw new TemplateFault(messageOf(cause), firstLineWith(messageOf(cause), source), { cause });
  }
}

/** The lexer does not say where it fails: this is the shortest beginning of the source that it rejects in the same way. */
function firstLineWith(message: string, source: string): number {
  const lines = source.split('\n');
  let [from, to] = [1, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rejection(lines.slice(0, middle).join('\n')) === message) to = middle;
    else from = middle + 1;
  }
  return from;
}

function rejection(source: string): string | undefined {
  try {
    tokenize(source, options);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What Jinja2 has and this program has not. */
const unsupported = ['cycler', 'dict', 'joiner', 'lipsum', 'self'];

function globalsOn(date: string, effort: Effort): Record<string, unknown> {
  return {
    ...{ true: true, false: false, none: null, True: true, False: false, None: null },
    raise_exception: (message: unknown) => {
      throw new TemplateFault(String(message));
    },
    range: (first: number, end?: number, step?: number) => effort.range(first, end, step),
    strftime_now: (format: unknown) => strftime(date, String(format)),
    ...Object.fromEntries(unsupported.map((name) => [name, () => refuse(name)])),
  };
}

function refuse(name: string): never {
  throw new TemplateFault(`${name} is not supported`);
}

/** What one rendering has cost so far; throws when that is more than any real template needs. */
class Effort {
  #steps = 0;
  #depth = 0;

  /** Python's `range`, no longer than Jinja's sandbox allows. */
  range(first: number, end?: number, step = 1): number[] {
    const [from, to] = end === undefined ? [0, first] : [first, end];
    const length = Math.max(0, Math.ceil((to - from) / step));
    if (!(length <= longestRange))
      throw new TemplateFault(`range has ${length} numbers, and at most ${longestRange} are allowed`);
    this.#take(length);
    return Array.from({ length }, (_, place) => from + place * step);
  }

  enter(): void {
    this.#take(1);
    if (++this.#depth > deepest) throw new TemplateFault(`it is nested more than ${deepest} levels deep`);
  }

  /** Of what `+`, `~` and literals make: doubling takes few steps, but not little memory. */
  made(value: Value): void {
    if (isList(value)) this.#take(value.value.length);
    else if (isText(value)) this.#take(Math.ceil(value.value.length / charactersOfAStep));
  }

  leave(): void {
    this.#depth--;
  }

  #take(steps: number): void {
    this.#steps += steps;
    if (this.#steps > mostSteps) throw new TemplateFault(`it did not end within ${mostSteps} steps`);
  }
}

/** Stops templates that do not end, and knows the line that it is at. */
class LimitedInterpreter extends Interpreter {
  #line: number | undefined;

  constructor(
    environment: Environment,
    private readonly effort: Effort,
  ) {
    super(environment);
  }

  render(program: Statement): string {
    try {
      return String(this.run(program).value);
    } catch (cause) {
      throw new TemplateFault(messageOf(cause), this.#line, { cause });
    }
  }

  override evaluate(statement: Statement | undefined, environment: Environment): Value {
    this.effort.enter();
    if (statement?.type === 'Comment') this.#line = lineOf(statement) ?? this.#line;
    const before = this.#line;
    try {
      const value = statement && this.#evaluate(statement, environment);
      if (statement?.type === 'CallExpression') this.#line = before;
      return value ?? super.evaluate(statement, environment);
    } finally {
      this.effort.leave(); // `break` and `continue` are thrown
    }
  }

  #evaluate(statement: Node, environment: Environment): Value {
    const read = statement.held ? statement : asInPython(statement, (node) => this.evaluate(node, environment));
    const value = read.held ?? super.evaluate(read, environment);
    if (statement.type === 'BinaryExpression') this.effort.made(value);
    return value;
  }
}

/** Of a comment that `markLines` has put in. */
function lineOf(mark: Statement | undefined): number | undefined {
  const value = mark?.value;
  const line = typeof value === 'string' ? /^line (\d+)$/.exec(value)?.[1] : undefined;
  return line === undefined ? undefined : Number(line);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
