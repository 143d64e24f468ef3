import { record, text, vector } from './r-literals.js';
import type { ScriptFacts, ScriptMetric } from './script-facts.js';
import { scriptHead } from './script-head.js';

/** Mixed models in R: lme4 for proportions and lengths, ordinal for ordered labels. */
export function rScript(facts: ScriptFacts): string {
  const usage = `Usage: Rscript analysis.R. Needs the packages lme4 and ordinal${facts.format === 'parquet' ? ', and arrow to read Parquet' : ''}.`;
  const contrasts = facts.contrasts.map(
    ({ title, column, levels, within }) =>
      `  list(title = ${text(title)}, column = ${text(column)}, levels = ${vector(levels)}, within = ${record(within)})`,
  );
  return `${scriptHead(facts, usage)}

contrasts <- list(
${contrasts.join(',\n')}
)
factors <- ${vector(facts.factors)}
is_declared <- ${facts.status === 'declared' ? 'TRUE' : 'FALSE'}
is_paired <- ${facts.isPaired ? 'TRUE' : 'FALSE'}
annotation_set <- ${text(facts.annotationSet ?? '')}
ordered_metrics <- ${named(facts.metrics, 'ordered')}
mean_metrics <- ${vector(facts.metrics.filter(({ kind }) => kind === 'mean').map(({ name }) => name))}
ranked_metrics <- ${named(facts.metrics, 'ranked')}
category_metrics <- ${named(facts.metrics, 'category')}
asked_in_free_text <- ${vector(facts.metrics.filter(({ kind }) => kind === 'text').map(({ name }) => name))}

${reading(facts.format)}
${body}`;
}

/** Metrics of a kind with their values. */
function named(metrics: readonly ScriptMetric[], kind: 'ordered' | 'ranked' | 'category'): string {
  const entries = metrics.flatMap((metric) => {
    if (metric.kind !== kind) return [];
    const values = metric.kind === 'ordered' ? metric.levels.map(String) : metric.values;
    return [`${text(metric.name)} = ${vector(values)}`];
  });
  return `list(${entries.join(', ')})`;
}

function reading(format: ScriptFacts['format']): string {
  const read =
    format === 'csv'
      ? 'read.csv(paste0(name, ".csv"), colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)'
      : 'as.data.frame(arrow::read_parquet(paste0(name, ".parquet")))';
  return `# The tables lie beside this script.
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(script) == 1) setwd(dirname(script))
# All columns as text: the codebook says which are numbers (below), so that nothing is guessed.
read_table <- function(name) ${read}
is_true <- function(column) tolower(as.character(column)) %in% "true"
`;
}

const body = String.raw`suppressPackageStartupMessages({
  library(lme4)
  library(ordinal)
})
options(width = 160)

discussions <- read_table("discussions")
turns <- read_table("turns")
participants <- read_table("participants")
annotations <- read_table("annotations")

# Factors may be called like other columns (model, words): here they are design.model, design.words.
design <- function(columns) if (length(columns) > 0) paste0("design.", columns) else character(0)

# One row per generated comment of a participant, with its discussion, speaker and design.
comments <- turns[!is_true(turns$is_opening) & !is_true(turns$is_moderator), c("discussion_id", "comment_id", "actor", "text", "missing", "is_silent")]
of_discussion <- match(comments$discussion_id, discussions$discussion_id)
for (column in factors) comments[[design(column)]] <- as.character(discussions[[column]][of_discussion])
comments$topic <- as.character(discussions$topic[of_discussion])
comments$set_up <- as.character(discussions$replicate[of_discussion])
speaker <- match(paste(comments$discussion_id, comments$actor), paste(participants$discussion_id, participants$actor))
comments$persona <- participants$persona_id[speaker]
comments$is_missing <- !is.na(comments$missing) & comments$missing != ""
comments$silent <- as.integer(is_true(comments$is_silent))
comments$words <- lengths(regmatches(comments$text, gregexpr("\\S+", comments$text)))

# One row per label of a comment: the first repeat of each coder of one annotation set, in the plain form.
is_first <- as.integer(annotations[["repeat"]]) == 1 & annotations$form == "plain"
rated <- annotations[annotations$annotation_set == annotation_set & is_first, ]
rated <- rated[rated$comment_id %in% comments$comment_id, ]
if (length(asked_in_free_text) > 0 && nrow(rated) > 0) {
  # Answers in free text: the numbers that the instructions ask for as Name=3, if the answer has one.
  number_after <- function(answer, name) {
    pattern <- paste0("(?<![[:alnum:]_])", name, "[ \\t]*=[ \\t]*[^\\n,;]+")
    said <- unique(trimws(sub("^[^=]*=", "", regmatches(answer, gregexpr(pattern, answer, perl = TRUE))[[1]])))
    if (length(said) == 1 && grepl("^[-+]?[0-9]+([.][0-9]+)?[.]?$", said)) as.numeric(said) else NA_real_
  }
  rated$value[is.na(rated$value)] <- ""
  rated <- do.call(rbind, lapply(asked_in_free_text, function(name) {
    numbers <- vapply(rated$value, number_after, 0, name = name, USE.NAMES = FALSE)
    rows <- rated
    rows$metric <- name
    rows$value <- as.character(numbers)
    rows[!is.na(numbers), ]
  }))
  for (metric in unique(rated$metric))
    ordered_metrics[[metric]] <- as.character(sort(unique(as.numeric(rated$value[rated$metric == metric]))))
}
about <- match(rated$comment_id, comments$comment_id)
for (column in c(design(factors), "topic", "set_up", "persona")) rated[[column]] <- comments[[column]][about]

# What comments share besides the contrast. With five levels or more it is a random intercept; with two to four, too few
# to estimate a variance from, a fixed effect; with one, nothing. Where set-ups are in the model, topics are part of them.
groups_of <- function(rows) {
  candidates <- c("discussion_id", if (is_paired) "set_up", "topic", "persona", if (!is.null(rows$coder_id)) c("coder_id", "comment_id"))
  sizes <- sapply(candidates, function(column) length(unique(stats::na.omit(rows[[column]]))))
  if (is_paired && sizes[["set_up"]] > 1) sizes[["topic"]] <- 1
  if ("coder_id" %in% candidates && sizes[["coder_id"]] < 2) sizes[["comment_id"]] <- 1
  known <- sapply(candidates, function(column) !anyNA(rows[[column]]))
  random <- candidates[sizes >= 5 & sizes < nrow(rows) & known]
  list(random = random, fixed = setdiff(candidates[sizes > 1 & sizes < 5 & known], "comment_id"))
}

# The model of an outcome: cumulative logit for ordered labels, logit for proportions, linear for the rest.
fit_model <- function(rows, kind, groups, others) {
  random <- if (length(groups$random) > 0) sprintf("(1 | %s)", groups$random)
  formula <- stats::as.formula(paste("y ~", paste(c("level", others, groups$fixed, random), collapse = " + ")))
  if (kind == "ordered") {
    rows$y <- droplevels(rows$y)
    if (nlevels(rows$y) < 3) {
      # Two levels are a proportion.
      rows$y <- as.integer(rows$y == utils::tail(levels(rows$y), 1))
      kind <- "proportion"
    }
  }
  if (length(unique(rows$y)) < 2) stop("the outcome does not vary")
  if (kind == "ordered") {
    if (is.null(random)) ordinal::clm(formula, data = rows) else ordinal::clmm(formula, data = rows)
  } else if (kind == "proportion") {
    if (is.null(random)) stats::glm(formula, binomial, rows)
    else lme4::glmer(formula, rows, binomial, control = lme4::glmerControl(optimizer = "bobyqa"))
  } else if (is.null(random)) stats::lm(formula, rows) else lme4::lmer(formula, rows)
}

# A model whose search for the best fit failed has standard errors that mean nothing.
is_sound <- function(model) {
  table <- stats::coef(summary(model))
  found <- table[grep("^level", rownames(table))[1], 1:2]
  notes <- if (inherits(model, "merMod")) unlist(model@optinfo$conv$lme4$messages)
  all(is.finite(found)) && found[[2]] > 0 && !any(grepl("converge|unidentifiable", notes))
}

# With too little data for all random intercepts, the last are left out, down to that of the discussion.
fit_sound <- function(rows, kind, groups, others) {
  repeat {
    model <- suppressWarnings(suppressMessages(fit_model(rows, kind, groups, others)))
    if (is_sound(model)) return(list(model = model, groups = groups))
    if (length(groups$random) < 2) stop("the fit does not converge; there is too little data, or a level has only one value")
    groups$random <- utils::head(groups$random, -1)
  }
}

estimate <- function(contrast, rows, kind) {
  rows <- rows[!is.na(rows$y) & rows[[design(contrast$column)]] %in% contrast$levels, ]
  for (column in names(contrast$within)) rows <- rows[rows[[design(column)]] %in% contrast$within[[column]], ]
  rows$level <- factor(rows[[design(contrast$column)]], levels = contrast$levels)
  others <- setdiff(factors, c(contrast$column, names(contrast$within)))
  others <- others[vapply(others, function(column) length(unique(rows[[design(column)]])) > 1, logical(1))]
  for (index in seq_along(others)) rows[[paste0("other_", index)]] <- factor(rows[[design(others[index])]])
  groups <- groups_of(rows)
  row <- data.frame(
    contrast = contrast$title, rows = nrow(rows), discussions = length(unique(rows$discussion_id)),
    estimate = NA_real_, se = NA_real_, low = NA_real_, high = NA_real_, p = NA_real_
  )
  fitted <- tryCatch(
    {
      if (length(unique(rows$level)) < 2) stop("a level has no rows")
      fit_sound(rows, kind, groups, if (length(others) > 0) paste0("other_", seq_along(others)))
    },
    error = function(problem) cat("  ", contrast$title, ": no model, ", conditionMessage(problem), "\n", sep = "")
  )
  if (!is.null(fitted)) {
    groups <- fitted$groups
    table <- stats::coef(summary(fitted$model))
    found <- table[grep("^level", rownames(table))[1], ]
    row$estimate <- found[[1]]
    row$se <- found[[2]]
    row$low <- row$estimate - 1.96 * row$se
    row$high <- row$estimate + 1.96 * row$se
    row$p <- 2 * stats::pnorm(-abs(row$estimate / row$se))
    cat("  ", contrast$title, ": random ", paste(groups$random, collapse = ", "), "; fixed ",
      paste(c("level", others, groups$fixed), collapse = ", "), "\n", sep = "")
    if (row$discussions < 20) cat("    pilot, not proof: fewer than 10 discussions per level\n")
  }
  row
}

# An outcome: what it is in each level, then the contrasts.
analyse <- function(title, scale, rows, kind) {
  cat("\n== ", title, " ==\n", sep = "")
  value <- if (kind == "ordered") rows$number else rows$y
  cells <- if (length(factors) > 0) stats::setNames(rows[design(factors)], factors) else list(all = rep("all", nrow(rows)))
  present <- !is.na(value)
  if (!any(present)) return(cat("no values\n"))
  keep <- lapply(cells, function(column) column[present])
  print(stats::aggregate(list(mean = value[present]), keep, mean), row.names = FALSE, digits = 4)
  cat(sum(!present), "of", length(value), "values are missing\n")
  if (length(contrasts) == 0) return(invisible())
  cat("Estimates are ", scale, ".\n", sep = "")
  results <- do.call(rbind, lapply(contrasts, estimate, rows = rows, kind = kind))
  # The family is all that were declared, also those without a model.
  if (is_declared) results$p_holm <- stats::p.adjust(results$p, "holm", n = length(contrasts)) else results$p <- NULL
  if (kind %in% c("ordered", "proportion")) results$odds_ratio <- exp(results$estimate)
  print(results, row.names = FALSE, digits = 4)
}

cat("Participants' turns:", nrow(comments), "in", length(unique(comments$discussion_id)), "discussions\n")
turn <- comments[!comments$is_missing, ]
turn$y <- turn$silent
if (any(turn$y == 1)) analyse("silent turns", "log odds ratios of silence", turn, "proportion")
spoken <- turn[turn$silent == 0, ]
spoken$y <- log(pmax(spoken$words, 1))
analyse("length of comments", "differences of log words", spoken, "number")
for (metric in names(ordered_metrics)) {
  rows <- rated[rated$metric == metric, ]
  rows$y <- factor(rows$value, levels = ordered_metrics[[metric]], ordered = TRUE)
  rows$number <- as.numeric(as.character(rows$y))
  analyse(metric, "log odds ratios of a higher label", rows, "ordered")
}
for (metric in names(ranked_metrics)) {
  rows <- rated[rated$metric == metric, ]
  rows$y <- factor(rows$value, levels = ranked_metrics[[metric]], ordered = TRUE)
  rows$number <- as.integer(rows$y)
  analyse(metric, "log odds ratios of a higher value; means are of ranks, from 1", rows, "ordered")
}
for (metric in mean_metrics) {
  rows <- rated[rated$metric == metric, ]
  rows$y <- as.numeric(rows$value_numeric)
  analyse(metric, "differences on the scale of the metric", rows, "number")
}
for (metric in names(category_metrics)) for (value in category_metrics[[metric]]) {
  rows <- rated[rated$metric == metric, ]
  rows$y <- as.integer(rows$value == value)
  analyse(paste0(metric, ": ", value), "log odds ratios of this value", rows, "proportion")
}
`;
