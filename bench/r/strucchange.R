# Rscript strucchange.R INPUT PIECES LENGTH: fits a line to each of so many runs of the rows of INPUT (columns x and y,
# sorted by x), and prints the seconds that took and the residual sum of squares.
suppressMessages(library(strucchange))
words <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(words[1])
pieces <- as.integer(words[2])
seconds <- system.time(
  path <- breakpoints(y ~ x, data = rows, h = as.integer(words[3]), breaks = pieces - 1)
)[["elapsed"]]
rss <- summary(path)$RSS["RSS", as.character(pieces - 1)]
cat(sprintf("%.6f %.17g\n", seconds, rss))
