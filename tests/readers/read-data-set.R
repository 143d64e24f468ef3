# Reads an exported data set as docs/outputs.md says. Usage: Rscript read-data-set.R DATASET_DIR
folder <- commandArgs(TRUE)[1]
texts <- jsonlite::fromJSON(file.path(folder, "texts.json"))
read <- function(name) readr::read_csv(file.path(folder, name), na = "", trim_ws = FALSE, show_col_types = FALSE)
wide <- read("comments.csv")
turns <- read("tidy/turns.csv")
stopifnot(identical(turns$text, texts), is.numeric(wide$label_toxicity), is.logical(turns$is_silent))
cat("readr: ok\n")
if (requireNamespace("data.table", quietly = TRUE)) {
  file <- file.path(folder, "tidy/turns.csv")
  turns <- data.table::fread(file, na.strings = "", strip.white = FALSE, encoding = "UTF-8")
  # fread leaves quotes inside a text doubled, as the docs say.
  stopifnot(identical(gsub('""', '"', turns$text, fixed = TRUE), texts), is.integer(turns$turn))
  cat("data.table: ok\n")
}
