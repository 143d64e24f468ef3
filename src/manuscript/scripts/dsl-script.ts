import { record, text, vector } from './r-literals.js';
import type { ScriptFacts } from './script-facts.js';

/** What the script that corrects effects by people's labels says in R. */
export interface DslFacts extends Pick<ScriptFacts, 'experiment' | 'version' | 'status' | 'contrasts'> {
  /** Columns of the data: a metric, or a value of one, as models and people labelled it. */
  outcomes: readonly { title: string; byModels: string; byPeople: string }[];
}

/**
 * Design-based supervised learning in R: the package dsl (Egami, Hinck, Stewart & Wei 2023) beside the estimates without
 * correction, and from people's labels alone.
 */
export function dslScript(facts: DslFacts): string {
  const contrasts = facts.contrasts.map(
    ({ title, column, levels, within }) =>
      `  list(title = ${text(title)}, column = ${text(column)}, levels = ${vector(levels)}, within = ${record(within)})`,
  );
  const outcomes = facts.outcomes.map(
    ({ title, byModels, byPeople }) =>
      `  list(title = ${text(title)}, llm = ${text(byModels)}, human = ${text(byPeople)})`,
  );
  return `${head(facts)}

contrasts <- list(
${contrasts.join(',\n')}
)
outcomes <- list(
${outcomes.join(',\n')}
)

${body}`;
}

function head({ experiment, version, status, contrasts }: DslFacts): string {
  const which =
    contrasts.length === 0
      ? 'There is only one condition, so nothing is compared.'
      : status === 'declared'
        ? 'The contrasts were declared in the config and frozen with the plan before any text was generated.'
        : 'No contrast was declared before the data were seen: all pairs of levels are compared, which is exploratory.';
  const lines = [
    `Effects in ${JSON.stringify(experiment)}, corrected by people's labels. Written by syndisco ${version} (report --humans --dsl).`,
    '',
    'Usage: Rscript dsl.R. Needs the package dsl; without it the corrected estimates are left out.',
    '',
    which,
    'Every contrast is "first -> second", estimated as second - first: a difference of mean labels or, of a category, of shares.',
    '- naive: labels of models, as if they were right.',
    '- corrected: labels of models for all comments, and their errors where people labelled, too (design-based supervised learning).',
    '- human only: labels by people, weighted by their inclusion probabilities.',
    'Where naive is outside the corrected interval, the errors of models differ between conditions.',
    '',
    'Rows are comments of participants that a model wrote. Standard errors are clustered by discussion or, in a paired design, by',
    'replicate. The chance of a label by a person is the inclusion probability of the comment times the labelled share of the',
    'comments drawn from its stratum.',
  ];
  return lines.map((line) => (line === '' ? '#' : `# ${line.replaceAll(/[\r\n\u2028\u2029]/g, ' ')}`)).join('\n');
}

const body = String.raw`# The data lie beside this script.
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(script) == 1) setwd(dirname(script))
options(width = 160)
frame <- read.csv("dsl.csv", colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
has_dsl <- requireNamespace("dsl", quietly = TRUE)
if (!has_dsl) cat("The package dsl is not installed: no corrected estimates. Try install.packages(\"dsl\").\n")

# Weighted least squares of y on a level (0 or 1), with standard errors clustered as in the sandwich of Liang and Zeger.
clustered <- function(rows, y, weights) {
  x <- cbind(1, rows$level)
  bread <- solve(crossprod(x, weights * x))
  b <- bread %*% crossprod(x, weights * y)
  scores <- rowsum(weights * as.vector(y - x %*% b) * x, rows$cluster)
  clusters <- nrow(scores)
  if (clusters < 3) stop("fewer than three clusters")
  v <- bread %*% crossprod(scores) %*% bread * clusters / (clusters - 1)
  c(estimate = b[2], se = sqrt(v[2, 2]), df = clusters - 1)
}

naive <- function(rows) clustered(rows, rows$llm, rep(1, nrow(rows)))
human_only <- function(rows) {
  labelled <- rows[!is.na(rows$human), ]
  clustered(labelled, labelled$human, 1 / labelled$sample_prob)
}
corrected <- function(rows) {
  # It tells of each of its splits.
  utils::capture.output(
    fit <- dsl::dsl(
      model = "lm", formula = human ~ level, predicted_var = "human", prediction = "llm",
      sample_prob = "sample_prob", cluster = "cluster", data = rows
    )
  )
  c(estimate = fit$coefficients[[2]], se = fit$standard_errors[[2]], df = Inf)
}
estimators <- list(naive = naive, corrected = if (has_dsl) corrected, "human only" = human_only)

# The comments of a contrast, as numbers.
rows_of <- function(all, contrast) {
  rows <- all[all[[contrast$column]] %in% contrast$levels, ]
  for (column in names(contrast$within)) rows <- rows[rows[[column]] %in% contrast$within[[column]], ]
  rows$level <- as.numeric(rows[[contrast$column]] == contrast$levels[2])
  rows
}

compare <- function(name, contrast, rows) {
  row <- data.frame(
    contrast = contrast$title, estimator = name, comments = nrow(rows), labelled = sum(!is.na(rows$human)),
    estimate = NA_real_, se = NA_real_, low = NA_real_, high = NA_real_
  )
  if (is.null(estimators[[name]])) return(row)
  found <- tryCatch(
    {
      if (length(unique(rows$level[!is.na(rows$human)])) < 2) stop("a level has no labels by people")
      estimators[[name]](rows)
    },
    error = function(problem) cat("  ", contrast$title, ", ", name, ": no estimate, ", conditionMessage(problem), "\n", sep = "")
  )
  if (is.null(found)) return(row)
  half <- stats::qt(0.975, found[["df"]]) * found[["se"]]
  row[c("estimate", "se", "low", "high")] <- c(found[["estimate"]], found[["se"]], found[["estimate"]] - half, found[["estimate"]] + half)
  row
}

for (outcome in outcomes) {
  all <- frame
  all$llm <- as.numeric(all[[outcome$llm]])
  all$human <- as.numeric(all[[outcome$human]])
  cat("\n== ", outcome$title, " ==\n", sep = "")
  cat(sum(is.na(all$llm)), "of", nrow(all), "comments have no label by models and are left out\n")
  all <- all[!is.na(all$llm), ]
  # Drawn comments without a label by people are taken as missing at random within their stratum.
  drawn <- all$is_drawn == "true"
  all$human[!drawn] <- NA
  response <- ave(as.numeric(!is.na(all$human)), all$stratum, FUN = sum) / ave(as.numeric(drawn), all$stratum, FUN = sum)
  all$sample_prob <- as.numeric(all$inclusion_probability) * response
  is_covered <- !is.na(all$sample_prob) & all$sample_prob > 0
  if (any(!is_covered)) cat(sum(!is_covered), "comments are in strata without labels by people and are left out\n")
  all <- all[is_covered & all$is_moderator == "false", ]
  results <- do.call(rbind, lapply(contrasts, function(contrast) {
    rows <- rows_of(all, contrast)
    do.call(rbind, lapply(c("naive", "corrected", "human only"), compare, contrast = contrast, rows = rows))
  }))
  print(results, row.names = FALSE, digits = 4)
}
`;
