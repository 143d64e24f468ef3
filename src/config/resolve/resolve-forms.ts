import type { FormSection } from '../../generated/config.js';
import type { Metric } from '../../metrics/metric.js';
import { metricTypeOf } from '../../metrics/registry.js';
import { plainForm } from '../../plain-form.js';
import type { Path } from '../../source/positioned-document.js';
import { showValue } from '../../source/show-value.js';
import type { ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, AnnotationForm } from '../experiment-config.js';

const section = ['annotation', 'forms'];
const mostForms = 20;

/** Resolves the forms beside the plain one; empty if there are none. */
export function resolveForms(reading: ConfigReading, metrics: readonly Metric[] = []): Pick<AnnotationConfig, 'forms'> {
  const given = Object.entries(reading.given.annotation?.forms ?? {});
  if (given.length === 0) return {};
  if (given.length > mostForms) {
    const what = `annotation.forms has ${given.length} forms; the maximum is ${mostForms}.`;
    reading.reportContradiction(section, what, 'Remove some of them.');
  }
  return {
    forms: given.map(([name, form]) =>
      resolveForm(reading, [...section, name], { form: asWritten(form ?? {}), metrics }),
    ),
  };
}

/** Without what the schema rejected, which is reported already. */
function asWritten({ questions, ...form }: Given): FormSection {
  const texts = Object.entries(questions ?? {}).flatMap(([name, text]): [string, string][] =>
    text === undefined ? [] : [[name, text]],
  );
  return { ...form, ...(questions && { questions: Object.fromEntries(texts) }) };
}

type Given = NonNullable<NonNullable<NonNullable<ConfigReading['given']['annotation']>['forms']>[string]>;

function resolveForm(
  reading: ConfigReading,
  path: Path,
  { form, metrics }: { form: FormSection; metrics: readonly Metric[] },
): AnnotationForm {
  const name = path.at(-1) ?? '';
  checkName(reading, path, name);
  if (form.scale) checkScale(reading, [...path, 'scale'], metrics);
  if (form.questions) checkQuestions(reading, [...path, 'questions'], { questions: form.questions, metrics });
  return { name, ...form };
}

/** Jobs and rows are named after forms. */
function checkName(reading: ConfigReading, path: Path, name: string): void {
  if (/^[a-z][a-z0-9_]{0,39}$/.test(name) && name !== plainForm) return;
  reading.problems.push({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    what:
      name === plainForm
        ? `The form ${plainForm} is the one without changes, which is always there.`
        : `Invalid form name ${showValue(name)}: annotations are named after it.`,
    todo: 'Use at most 40 lowercase letters, digits and underscores, starting with a letter.',
    path: path.join('.'),
    where: reading.document.whereKey(path),
  });
}

/** Without the names of both ends nobody could tell the annotator which way a scale of numbers runs. */
function checkScale(reading: ConfigReading, path: Path, metrics: readonly Metric[]): void {
  const turned = metrics.filter((metric) => metricTypeOf(metric).reverse?.(metric) !== undefined);
  if (turned.length === 0) {
    const what = 'No metric has a scale that can be reversed: integer and ordered metrics have.';
    reading.reportContradiction(path, what, 'Remove this form, or add such a metric.');
  }
  for (const metric of turned) {
    if (metric.type !== 'integer') continue;
    const { name, minimum, maximum, levels = {} } = metric;
    if (levels[minimum] !== undefined && levels[maximum] !== undefined) continue;
    const what = `The scale of ${name} cannot be reversed: its lowest and highest levels need names, or annotators could not know which way it runs.`;
    const todo = `Add levels: { ${minimum}: …, ${maximum}: … } to annotation.metrics.${name}, and describe the scale nowhere else.`;
    reading.reportContradiction(path, what, todo);
  }
}

function checkQuestions(
  reading: ConfigReading,
  path: Path,
  { questions, metrics }: { questions: Readonly<Record<string, string>>; metrics: readonly Metric[] },
): void {
  for (const [name, question] of Object.entries(questions)) {
    const at = [...path, name];
    const metric = metrics.find((one) => one.name === name);
    if (!metric) {
      const known = metrics.map((one) => one.name).join(', ') || 'none';
      reading.reportContradiction(at, `There is no metric ${showValue(name)}.`, `Use one of the metrics: ${known}.`);
    } else if (metric.question === undefined) {
      const what = `The metric ${name} has no question that this one could replace.`;
      reading.reportContradiction(at, what, `Add a question to annotation.metrics.${name}, and ask it nowhere else.`);
    } else if (metric.question === question) {
      reading.reportContradiction(at, `This is the plain question of ${name}.`, 'Ask it in other words.');
    }
  }
}
