# Design-based supervised learning for a linear model without fine-tuning of the predictions: the outcome is the prediction,
# corrected where there is a label by the error over the chance of the label (Egami, Hinck, Stewart & Wei 2023, eq. 4).
dsl <- function(model = "lm", formula, predicted_var, prediction, data, cluster, sample_prob) {
  stopifnot(model == "lm", is.data.frame(data), !anyNA(data[c(prediction, cluster, sample_prob)]))
  stopifnot(all(data[[sample_prob]] > 0), all(data[[sample_prob]] <= 1))
  is_labelled <- !is.na(data[[predicted_var]])
  error <- ifelse(is_labelled, (data[[predicted_var]] - data[[prediction]]) / data[[sample_prob]], 0)
  data[[predicted_var]] <- data[[prediction]] + error
  fit <- stats::lm(formula, data)
  x <- stats::model.matrix(fit)
  scores <- rowsum(stats::residuals(fit) * x, data[[cluster]])
  bread <- solve(crossprod(x))
  v <- bread %*% crossprod(scores) %*% bread
  list(coefficients = stats::coef(fit), standard_errors = sqrt(diag(v)), vcov = v)
}
