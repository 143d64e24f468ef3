# Reads an exported data set as docs/outputs.md says. Usage: Rscript read-data-set.R DATASET_DIR
folder <- commandArgs(TRUE)[1]
texts <- jsonlite::fromJSON(file.path(folder, "texts.json"))
wide <- readr::read_csv(file.path(folder, "comments.csv"), na = "", show_col_types = FALSE)
turns <- readr::read_csv(file.path(folder, "tidy/turns.csv"), na = "", show_col_types = FALSE)
stopifnot(identical(turns$text, ifelse(is.na(texts), NA, gsub("\r\n", "\n", texts, fixed = TRUE))) || identical(turns$text, texts), is.numeric(wide$label_toxicity), is.logical(turns$is_silent))
cat("readr: ok\n")
if (requireNamespace("data.table", quietly = TRUE)) {
  turns <- data.table::fread(file.path(folder, "tidy/turns.csv"), na.strings = "", encoding = "UTF-8")
  stopifnot(is.integer(turns$turn), "NA" %in% turns$text)
  cat("data.table: ok\n")
}
