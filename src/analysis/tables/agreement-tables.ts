import { defaultSet } from '../../default-set.js';
import type { Agreement, NamedEstimate } from '../agreement/agree.js';
import type { Coverage } from '../agreement/coverage.js';
import { number, range } from './format-cell.js';
import { numbers, words, type ReportTable } from './report-table.js';

/** How far coders agree with each other and with themselves; tables without rows are left out by the caller. */
export function agreementTables(agreements: readonly Agreement[]): ReportTable[] {
  return [panels(agreements), coders(agreements), stability(agreements)];
}

/** With the set where it is not the default one. */
function nameOfMetric({ set, metric }: Pick<Agreement, 'set' | 'metric'>): string {
  return set === defaultSet ? metric : `${metric} (${set})`;
}

function panels(agreements: readonly Agreement[]): ReportTable {
  return {
    name: 'agreement',
    title: 'Agreement of coders',
    columns: [...words('metric', 'measure'), ...numbers('estimate', '95 % interval', 'comments', 'coders')],
    rows: agreements.flatMap((agreement) =>
      agreement.figures.flatMap((figure) => {
        const title = titleOf(figure, agreement);
        return title === undefined
          ? []
          : [
              [
                nameOfMetric(agreement),
                title,
                number(figure.estimate),
                range(figure.interval),
                String(figure.name.startsWith('icc') ? (valueOf(agreement, 'icc_n') ?? 0) : agreement.comments),
                String(agreement.coders),
              ],
            ];
      }),
    ),
  };
}

/** Undefined for figures that only the JSON has: alpha and kappa at other levels than the metric's. */
function titleOf({ name }: NamedEstimate, { level, coverage, coders: panel }: Agreement): string | undefined {
  const kappa = panel > 2 ? "Light's kappa" : "Cohen's kappa";
  const isComplete = coverage.labels === coverage.asked;
  const titles: Readonly<Record<string, string | false>> = {
    // Of nominal labels the next line is the headline: it must win.
    alpha_nominal: !isComplete && "Krippendorff's alpha, nominal",
    [`alpha_${level}`]: `Krippendorff's alpha, ${level}`,
    alpha_nominal_with_statuses: !isComplete && "Krippendorff's alpha, nominal, missing labels as a category",
    kappa: level === 'nominal' && kappa,
    kappa_quadratic: `${kappa}, quadratic weights`,
    icc_a1: 'ICC(A,1) = ICC(2,1)',
    icc_ak: 'ICC(A,k) = ICC(2,k)',
    icc_c1: 'ICC(C,1) = ICC(3,1)',
    icc_ck: 'ICC(C,k) = ICC(3,k)',
    spearman: "Spearman's rho, mean of pairs",
    percent_agreement: 'Share of equal labels, mean of pairs',
    ndfu: 'nDFU, mean of comments',
    ndfu_by_chance: 'nDFU of permuted labels',
  };
  return titles[name] || undefined;
}

function valueOf({ figures }: Agreement, name: string): number | undefined {
  return figures.find((figure) => figure.name === name)?.estimate;
}

function coders(agreements: readonly Agreement[]): ReportTable {
  return {
    name: 'coders',
    title: 'Each coder, and beside the consensus of the others',
    columns: [
      ...words('metric', 'coder'),
      ...numbers('answers', 'with a label', 'kappa', '95 % interval', 'difference', 'alpha without it'),
    ],
    rows: agreements.flatMap((agreement) =>
      agreement.members.map(({ coder, coverage, kappa, difference, alphaWithout }) => [
        nameOfMetric(agreement),
        coder,
        String(coverage.asked),
        shareOf(coverage),
        number(kappa?.estimate),
        range(kappa?.interval),
        number(difference),
        number(alphaWithout),
      ]),
    ),
  };
}

function shareOf({ asked, labels }: Coverage): string {
  return asked === 0 ? '–' : `${((100 * labels) / asked).toFixed(1)} %`;
}

function stability(agreements: readonly Agreement[]): ReportTable {
  return {
    name: 'stability',
    title: 'Each coder with itself: over repeats, and over forms of the question (prompt stability)',
    columns: [...words('metric', 'coder', 'over'), ...numbers('comments', 'alpha', '95 % interval', 'equal labels')],
    rows: agreements.flatMap((agreement) =>
      agreement.stability.map(({ coder, over, answers, comments, alpha, percentAgreement }) => [
        nameOfMetric(agreement),
        coder,
        `${answers} ${over}`,
        String(comments),
        number(alpha?.estimate),
        range(alpha?.interval),
        number(percentAgreement?.estimate),
      ]),
    ),
  };
}
