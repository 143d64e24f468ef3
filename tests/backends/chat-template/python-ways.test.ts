import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileTemplate, TemplateFault } from '../../../src/backends/chat-template/compile-template.js';

/** What Jinja2 makes of each snippet; null where it fails. */
const expected = read('jinja2-snippets.json') as Record<string, string | null>;
/** `refused_snippets` are rendered by Jinja2, and refused here: no chat template that we know needs them. */
const { snippet_variables: variables, refused_snippets: refused } = read('cases.json') as {
  snippet_variables: Record<string, unknown>;
  refused_snippets: string[];
};

describe('a snippet of a template', () => {
  it.each(Object.entries(expected))('when it is %j, then it gives what Jinja2 gives, or fails', (source, text) => {
    const rendered = render(source);
    expect(rendered instanceof TemplateFault ? null : rendered).toBe(refused.includes(source) ? null : text);
  });

  it('when it reads from what is undefined, then the fault names it and its line', () => {
    expect(render("Good\n{% if town.hall == 'open' %}x{% endif %}\n{{ townhall.name }}")).toMatchObject({
      message: 'townhall is undefined',
      line: 3,
    });
  });

  it.each(['%Q', '%-', '%E'])('when it asks the clock for %s, then the fault names the directive', (directive) => {
    expect(render(`{{ strftime_now('${directive}') }}`)).toMatchObject({
      message: `strftime_now does not know ${directive}`,
    });
  });

  const script = fileURLToPath(new URL('render-with-jinja2.py', import.meta.url));
  it.skipIf(spawnSync('python3', ['-c', 'import jinja2']).status !== 0)(
    'when Jinja2 renders them again, then the same comes out',
    () => {
      const input = JSON.stringify(expected);
      expect(JSON.parse(execFileSync('python3', [script, '--snippets'], { input, encoding: 'utf8' }))).toEqual(
        expected,
      );
    },
  );
});

function render(source: string): string | TemplateFault {
  try {
    return compileTemplate(source, '2024-07-26')(variables);
  } catch (fault) {
    if (fault instanceof TemplateFault) return fault;
    throw fault;
  }
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
