# Reads value, side, topic as CSV; prints the t-test of the difference with standard errors clustered by topic, in base R.
given <- read.csv(file("stdin"))
fit <- if (length(unique(given$side)) > 1) lm(value ~ side, given) else lm(value ~ 1, given)
x <- model.matrix(fit)
bread <- solve(crossprod(x))
scores <- rowsum(x * residuals(fit), given$topic)
clusters <- nrow(scores)
covariance <- clusters / (clusters - 1) * bread %*% crossprod(scores) %*% bread
last <- ncol(x)
estimate <- unname(coef(fit)[last])
t <- estimate / sqrt(covariance[last, last])
cat(sprintf("%.15g\n", c(estimate, t, 2 * pt(-abs(t), clusters - 1))))
