import { describe, expect, it } from 'vitest';
import { compileTemplate, TemplateFault } from '../../../src/backends/chat-template/compile-template.js';

const messages = [{ role: 'user', content: 'User anna posted:' }];

function render(source: string, variables: object = {}): string {
  return compileTemplate(source, '2024-07-26')({ messages, ...variables });
}

function faultOf(source: string): TemplateFault {
  try {
    render(source);
  } catch (fault) {
    if (fault instanceof TemplateFault) return fault;
    throw fault;
  }
  throw new Error('it rendered');
}

describe('a chat template', () => {
  it('when it asks for the time, then it gets the fixed day', () => {
    expect(render("{{ strftime_now('%d %b %Y, %A, %Y-%m-%d %H:%M') }}")).toBe('26 Jul 2024, Friday, 2024-07-26 00:00');
  });

  it('when it has tags of every kind, then it renders what Jinja2 renders', () => {
    const source =
      "{#- A comment with {{ braces }} -#}\n{% macro say(m) %}{{ m['content'] ~ '{%' }}{% endmacro %}\n" +
      "{%- for m in messages %}\n  {% if m.role == 'user' %}{{ say(m) }}{% else %}?{% endif %}\n{% endfor %}{{ {'a': {'b': 1}}['a']['b'] }}";
    expect(render(source)).toBe('User anna posted:{%1');
  });

  it('when it raises an exception, then the fault has its message and its line', () => {
    expect(faultOf("{% if true %}\n\n{{ raise_exception('No towns!') }}{% endif %}")).toMatchObject({
      message: 'No towns!',
      line: 3,
    });
  });

  it('when an operation fails within a macro, then the line is the one in the macro', () => {
    const source = "{% macro greet() %}\n{{ town + 'hall' }}\n{% endmacro %}\nGood\n{{ greet() }}";
    expect(faultOf(source)).toMatchObject({ message: expect.stringContaining('undefined') as string, line: 2 });
  });

  it.each([
    ['a block that is not closed', '{% if true %}\nGood evening.\n{% for m in messages %}', 3],
    ['an unknown statement', 'Good\n\nevening.\n{% greet %}', 4],
    ['a character that is not Jinja', 'Good\n{{ messages[0] ? 1 }}\nevening.', 2],
    ['a text without an end', "Good\n{{ 'evening }}\n", 2],
  ])('when it has %s, then the fault has the line', (_what, source, line) => {
    expect(faultOf(source).line).toBe(line);
  });

  it('when a block is not closed, then the fault names it and what it lacks', () => {
    expect(faultOf('{% if true %}\nGood evening.\n{% for m in messages %}\n{{ m.content }}')).toMatchObject({
      message: '{% for %} has no {% endfor %}',
      line: 3,
    });
  });

  it('when it has line breaks of Windows or of old Macs, then they are read as Jinja2 reads them', () => {
    expect(render('Good\r\n{% if true %}\r\nevening.\r\n{% endif %}\r\nBye.\r')).toBe('Good\nevening.\nBye.');
  });

  it.each([
    ['loops for ever', '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}', /did not end/],
    ['calls itself', '{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}', /nested more than 250/],
    ['asks for a giant range', '{% for a in range(1000000000) %}{% endfor %}', /at most 100000/],
    [
      'doubles a text',
      `{% set ns = namespace(s='town') %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}{% endfor %}`,
      /did not end/,
    ],
    [
      'doubles a list',
      `{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}{% endfor %}`,
      /did not end/,
    ],
    [
      'nests lists',
      `{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}`,
      /more than 100000 values/,
    ],
    [
      'nests lists for JSON',
      `{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}`,
      /more than 100000 values/,
    ],
    ['has 1 MB', 'Good evening. '.repeat(75_000), /1050000 bytes.*at most/],
  ])('when it %s, then it is a fault', (_what, source, message) => {
    expect(faultOf(source).message).toMatch(message);
  });
});
