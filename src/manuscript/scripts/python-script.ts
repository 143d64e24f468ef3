import type { ScriptFacts } from './script-facts.js';
import { scriptHead } from './script-head.js';

/** Estimating equations in Python: statsmodels, with errors clustered by what discussions share. */
export function pythonScript(facts: ScriptFacts): string {
  const usage = `Usage: python analysis.py. Needs pandas and statsmodels${facts.format === 'parquet' ? ', and pyarrow to read Parquet' : ''}.`;
  const { contrasts, factors, metrics } = facts;
  return `${scriptHead(facts, usage)}
#
# statsmodels has no mixed models for ordered labels and proportions, so these are generalised estimating equations:
# effects averaged over the population, with standard errors that are robust to resemblance within a cluster. A cluster
# is a discussion${facts.isPaired ? ', or in this paired design a set-up with all its discussions' : ''}. Mixed models, as in analysis.R, estimate the effect within a cluster, which is
# farther from zero; signs and conclusions should agree.
import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

CONTRASTS = ${lines(contrasts)}
FACTORS = ${literal(factors)}
IS_DECLARED = ${facts.status === 'declared' ? 'True' : 'False'}
CLUSTER = ${facts.isPaired ? '"set_up"' : '"discussion_id"'}
ANNOTATION_SET = ${literal(facts.annotationSet ?? '')}
ORDERED_METRICS = ${literal(Object.fromEntries(metrics.flatMap((metric) => (metric.kind === 'ordered' ? [[metric.name, metric.levels]] : []))))}
MEAN_METRICS = ${literal(metrics.flatMap(({ name, kind }) => (kind === 'mean' ? [name] : [])))}
RANKED_METRICS = ${literal(Object.fromEntries(metrics.flatMap((metric) => (metric.kind === 'ranked' ? [[metric.name, metric.values]] : []))))}
CATEGORY_METRICS = ${literal(Object.fromEntries(metrics.flatMap((metric) => (metric.kind === 'category' ? [[metric.name, metric.values]] : []))))}
ASKED_IN_FREE_TEXT = ${literal(metrics.flatMap(({ name, kind }) => (kind === 'text' ? [name] : [])))}

# Factors may be called like other columns (model, words): in the tables below they are design.model, design.words.
DESIGN = {name: f"design.{name}" for name in FACTORS}
FOLDER = Path(__file__).resolve().parent


# All columns as text: the codebook says which are numbers (below), so that nothing is guessed.
def read_table(name):
${
  facts.format === 'csv'
    ? '    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False, na_values=[""])'
    : '    return pd.read_parquet(FOLDER / f"{name}.parquet")'
}

${body}`;
}

/** JSON without null, true and false is Python. */
function literal(value: unknown): string {
  return JSON.stringify(value);
}

function lines(items: readonly object[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${literal(item)},`).join('\n')}\n]`;
}

const body = String.raw`
def is_true(column):
    return column.astype(str).str.lower() == "true"


# An outcome is a column y of rows that have the design's columns; the kind says which model it needs.
def fit(rows, kind, covariates):
    design = np.column_stack([rows["level"], *covariates]).astype(float)
    clusters = pd.factorize(rows[CLUSTER])[0]
    order = np.argsort(clusters, kind="stable")
    design, clusters, outcome = design[order], clusters[order], rows["y"].to_numpy(float)[order]
    if len(np.unique(outcome)) < 2:
        raise ValueError("the outcome does not vary")
    if kind == "ordered" and len(np.unique(outcome)) > 2:
        model = sm.OrdinalGEE(outcome, design, clusters, cov_struct=sm.cov_struct.Independence())
        result = model.fit()
        # The thresholds come first, then the design.
        place = len(np.unique(outcome)) - 1
    else:
        if kind == "ordered":
            # Two levels are a proportion.
            outcome, kind = (outcome == outcome.max()).astype(float), "proportion"
        family = sm.families.Binomial() if kind == "proportion" else sm.families.Gaussian()
        design = sm.add_constant(design)
        result = sm.GEE(outcome, design, clusters, family=family, cov_struct=sm.cov_struct.Independence()).fit()
        place = 1
    return np.asarray(result.params)[place], np.asarray(result.bse)[place], len(np.unique(clusters))


def dummies(column):
    return list(pd.get_dummies(column, drop_first=True).to_numpy(float).T)


def estimate(contrast, rows, kind):
    first, second = contrast["levels"]
    rows = rows[rows["y"].notna() & rows[DESIGN[contrast["column"]]].isin([first, second])]
    for column, level in contrast["within"].items():
        rows = rows[rows[DESIGN[column]] == level]
    rows = rows.assign(level=(rows[DESIGN[contrast["column"]]] == second).astype(float))
    others = [one for one in FACTORS if one != contrast["column"] and one not in contrast["within"] and rows[DESIGN[one]].nunique() > 1]
    # Coders differ in how they use a scale, and are few: fixed effects.
    panel = ["coder_id"] if "coder_id" in rows and rows["coder_id"].nunique() > 1 else []
    found = {"contrast": contrast["title"], "rows": len(rows), "discussions": rows["discussion_id"].nunique()}
    try:
        if rows["level"].nunique() < 2:
            raise ValueError("a level has no rows")
        covariates = [column for name in [*(DESIGN[one] for one in others), *panel] for column in dummies(rows[name])]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value, error, clusters = fit(rows, kind, covariates)
        found |= {"estimate": value, "se": error, "low": value - 1.96 * error, "high": value + 1.96 * error}
        found["p"] = normal_p(value / error)
        note = f"{clusters} clusters ({CLUSTER}); covariates {', '.join([*others, *panel]) or 'none'}"
        print(f"  {contrast['title']}: {note}")
        if clusters < 10:
            print("    pilot, not proof: standard errors from fewer than 10 clusters are too small")
    except (ValueError, np.linalg.LinAlgError) as problem:
        print(f"  {contrast['title']}: no model, {problem}")
    return found


def normal_p(z):
    from scipy.stats import norm

    return 2 * norm.sf(abs(z))


# An outcome: what it is in each level, then the contrasts.
def analyse(title, scale, rows, kind):
    print(f"\n== {title} ==")
    if rows["y"].notna().sum() == 0:
        print("no values")
        return
    if FACTORS:
        cells = rows.groupby(list(DESIGN.values()))["y"].mean().reset_index()
        print(cells.set_axis([*FACTORS, "mean"], axis=1).to_string(index=False))
    else:
        print(f"mean {rows['y'].mean():.4g}")
    print(f"{rows['y'].isna().sum()} of {len(rows)} values are missing")
    if not CONTRASTS:
        return
    print(f"Estimates are {scale}.")
    results = pd.DataFrame([estimate(contrast, rows, kind) for contrast in CONTRASTS])
    if "p" in results:
        if IS_DECLARED:
            # The family is all that were declared, also those without a model.
            adjusted = sm.stats.multipletests(results["p"].fillna(1), method="holm")[1]
            results["p_holm"] = np.where(results["p"].notna(), adjusted, np.nan)
        else:
            results = results.drop(columns="p")
        if kind in ("ordered", "proportion"):
            results["odds_ratio"] = np.exp(results["estimate"])
    print(results.to_string(index=False, float_format=lambda number: f"{number:.4g}"))


discussions = read_table("discussions")
turns = read_table("turns")
annotations = read_table("annotations")

# One row per generated comment of a participant, with its discussion and design.
design = discussions[["discussion_id"]].assign(set_up=discussions["replicate"], **{DESIGN[name]: discussions[name] for name in FACTORS})
comments = turns.loc[~is_true(turns["is_opening"]) & ~is_true(turns["is_moderator"]), ["discussion_id", "comment_id", "text", "missing", "is_silent"]]
comments = comments.merge(design, on="discussion_id")
turn = comments[comments["missing"].fillna("") == ""]
print(f"Participants' turns: {len(comments)} in {comments['discussion_id'].nunique()} discussions")
silent = is_true(turn["is_silent"])
if silent.any():
    analyse("silent turns", "log odds ratios of silence", turn.assign(y=silent.astype(float)), "proportion")
spoken = turn[~silent]
words = spoken["text"].fillna("").str.split().str.len().clip(lower=1)
analyse("length of comments", "differences of log words", spoken.assign(y=np.log(words)), "number")

# One row per label of a comment: the first repeat of each coder of one annotation set, in the plain form.
is_first = (annotations["repeat"].astype(float) == 1) & (annotations["form"] == "plain")
rated = annotations[(annotations["annotation_set"] == ANNOTATION_SET) & is_first]
rated = rated.drop(columns="discussion_id").merge(comments[["comment_id", "discussion_id", "set_up", *DESIGN.values()]], on="comment_id")
if ASKED_IN_FREE_TEXT and len(rated) > 0:
    # Answers in free text: the numbers that the instructions ask for as Name=3, if the answer has one.
    def number_after(answer, name):
        said = {value.strip() for value in re.findall(rf"(?<!\w){name}[ \t]*=[ \t]*([^\n,;]+)", answer)}
        number = said.pop() if len(said) == 1 else ""
        return float(number) if re.fullmatch(r"[-+]?[0-9]+([.][0-9]+)?[.]?", number) else np.nan

    answers = rated["value"].fillna("")
    rated = pd.concat(
        [rated.assign(metric=name, value=[number_after(answer, name) for answer in answers]) for name in ASKED_IN_FREE_TEXT]
    ).dropna(subset=["value"])
    ORDERED_METRICS = {name: sorted(set(rows["value"])) for name, rows in rated.groupby("metric", sort=False)}
for metric in ORDERED_METRICS:
    rows = rated[rated["metric"] == metric]
    analyse(metric, "log odds ratios of a higher label", rows.assign(y=pd.to_numeric(rows["value"])), "ordered")
for metric, values in RANKED_METRICS.items():
    rows = rated[rated["metric"] == metric]
    ranks = rows["value"].map({value: rank for rank, value in enumerate(values, 1)})
    analyse(metric, "log odds ratios of a higher value; means are of ranks, from 1", rows.assign(y=ranks), "ordered")
for metric in MEAN_METRICS:
    rows = rated[rated["metric"] == metric]
    analyse(metric, "differences on the scale of the metric", rows.assign(y=pd.to_numeric(rows["value_numeric"])), "number")
for metric, values in CATEGORY_METRICS.items():
    rows = rated[rated["metric"] == metric]
    for value in values:
        chosen = (rows["value"] == value).astype(float).where(rows["value"].notna())
        analyse(f"{metric}: {value}", "log odds ratios of this value", rows.assign(y=chosen), "proportion")
`;
