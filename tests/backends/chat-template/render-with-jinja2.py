"""Renders llama.cpp's chat templates with Jinja2 3.1, set up as transformers sets it up.

Usage: render-with-jinja2.py TEMPLATES_DIR > jinja2-renderings.json
       render-with-jinja2.py --snippets < jinja2-snippets.json (an object from snippet to text, null where it fails)
For each template and content, with thinking off and on: how the system text was given, the characters of the
rendering, and the start of its SHA-256.
"""

import hashlib
import json
import sys
from datetime import datetime
from pathlib import Path

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))


class Generation(Extension):
    """The tag of transformers around replies, which renders its contents."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.Scope(body).set_lineno(line)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


ENVIRONMENT = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
ENVIRONMENT.filters["tojson"] = tojson
ENVIRONMENT.globals["raise_exception"] = raise_exception
ENVIRONMENT.globals["strftime_now"] = lambda form: datetime(2024, 7, 26).strftime(form)


def render(name, template, contents, tokens):
    thinking = {"enable_thinking": tokens > 0, "thinking": tokens > 0, "thinking_budget": tokens}
    variables = {**thinking, **CASES["variables"], **CASES["needed"].get(name, {})}
    system, user = contents["system"], contents["user"]
    with_system = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    without = [{"role": "user", "content": f"{system}\n\n{user}"}]
    for role, messages in (("system", with_system), ("user", without)):
        try:
            text = template.render(
                messages=messages, add_generation_prompt=True, bos_token="<s>", eos_token="</s>", **variables
            )
            return [role, len(text), hashlib.sha256(text.encode()).hexdigest()[:16]]
        except jinja2.exceptions.TemplateError as error:
            failure = error
    return [str(failure)]


def main(directory):
    renderings = {}
    for file in sorted(Path(directory).glob("*.jinja")):
        template = ENVIRONMENT.from_string(file.read_bytes().decode("utf-8"))
        renderings[file.name] = {
            f"{content} {'on' if tokens else 'off'}": render(file.name, template, contents, tokens)
            for content, contents in CASES["contents"].items()
            for tokens in (0, 64)
        }
    lines = [f"{json.dumps(name)}: {json.dumps(found)}" for name, found in renderings.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


def render_snippets():
    snippets = {}
    for snippet in json.load(sys.stdin):
        try:
            snippets[snippet] = ENVIRONMENT.from_string(snippet).render(**CASES["snippet_variables"])
        except Exception:
            snippets[snippet] = None
    print("{\n" + ",\n".join(f"{json.dumps(snippet)}: {json.dumps(text)}" for snippet, text in snippets.items()) + "\n}")


if sys.argv[1] == "--snippets":
    render_snippets()
else:
    main(sys.argv[1])
