# Rscript splines.R INPUT WAY VALUE SECONDS RUNS: a spline through or near the rows of INPUT (columns x and y, sorted by x), by WAY:
# lambda or df with a VALUE, gcv, or natural. Prints the microseconds of each run on one line and the fitted values on another; for
# natural the values are those halfway between the data.
words <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(words[1])
value <- as.numeric(words[3])
halfway <- (rows$x[-1] + rows$x[-nrow(rows)]) / 2
call <- switch(words[2],
  lambda = function() smooth.spline(rows$x, rows$y, lambda = value, all.knots = TRUE)$y,
  df = function() smooth.spline(rows$x, rows$y, df = value, all.knots = TRUE)$y,
  gcv = function() smooth.spline(rows$x, rows$y, all.knots = TRUE)$y,
  natural = function() splinefun(rows$x, rows$y, method = "natural")(halfway)
)
result <- call()
times <- c()
begin <- proc.time()[["elapsed"]]
while (length(times) < as.integer(words[5]) || proc.time()[["elapsed"]] - begin < as.numeric(words[4])) {
  before <- Sys.time()
  result <- call()
  times <- c(times, 1e6 * as.numeric(difftime(Sys.time(), before, units = "secs")))
}
cat(sprintf("%.3f", times), "\n")
cat(sprintf("%.17g", result), "\n")
