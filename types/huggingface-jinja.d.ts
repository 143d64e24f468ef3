/** The part of @huggingface/jinja that we use. Its own types import each other in a way that our settings do not resolve. */
declare module '@huggingface/jinja' {
  export interface Token {
    value: string;
    type: string;
  }

  export interface Statement {
    type: string;
    value?: unknown;
  }

  export interface Value {
    type: string;
    value: unknown;
  }

  export class Environment {
    set(name: string, value: unknown): Value;
  }

  export class Interpreter {
    constructor(environment: Environment);
    run(program: Statement): Value;
    evaluate(statement: Statement | undefined, environment: Environment): Value;
  }

  export function tokenize(source: string, options: { lstrip_blocks: boolean; trim_blocks: boolean }): Token[];
  export function parse(tokens: readonly Token[]): Statement;
}
