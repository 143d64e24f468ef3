"""Reads an exported data set as docs/outputs.md says, with the readers that are installed, and fails on any difference.

Usage: read_data_set.py DATASET_DIR. Prints one line per reader.
"""
import importlib
import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))  # what the comments must be, silence as None


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: expected {expected!r}, found {found!r}")


def as_none(values):
    return [None if value is None or value != value else value for value in values]


def read_with_pandas(pandas):
    wide = pandas.read_csv(folder / "comments.csv", keep_default_na=False, na_values=[""])
    turns = pandas.read_csv(folder / "tidy" / "turns.csv", keep_default_na=False, na_values=[""])
    check("texts in the CSV", as_none(turns["text"]), texts)
    check("a label column", str(wide["label_toxicity"].dtype), "float64")
    check("labels", as_none(wide["label_toxicity"])[:3], [None, 4.0, None])
    check("a truth value", str(turns["is_silent"].dtype), "bool")
    check("an integer", str(turns["turn"].dtype), "int64")
    turns = pandas.read_parquet(folder / "tidy" / "turns.parquet")
    check("texts in Parquet", list(turns["text"]), [text or "" for text in texts])
    turns = pandas.read_json(folder / "tidy" / "turns.jsonl", lines=True, dtype=False)
    check("texts in JSON Lines", list(turns["text"]), [text or "" for text in texts])


def read_with_pyarrow(pyarrow):
    parquet = importlib.import_module("pyarrow.parquet")
    turns = parquet.read_table(folder / "tidy" / "turns.parquet")
    check("texts", turns["text"].to_pylist(), [text or "" for text in texts])
    types = {field.name: str(field.type) for field in turns.schema}
    expected = {"turn": "int64", "is_silent": "bool", "text": "string", "turn_seed": "int64"}
    check("types", {name: types[name] for name in expected}, expected)
    check("mentions", turns["mentions"].to_pylist()[3], ["elena"])
    check("a time", str(parquet.read_table(folder / "tidy" / "discussions.parquet").schema.field("created_at").type), "timestamp[ms, tz=UTC]")
    annotations = parquet.read_table(folder / "tidy" / "annotations.parquet").to_pylist()
    check("labels", [row["value_numeric"] for row in annotations], [4.0, None])


def read_with_duckdb(duckdb):
    for name in ("turns.csv", "turns.parquet", "turns.jsonl"):
        source = f"read_csv('{folder}/tidy/{name}')" if name.endswith("csv") else f"'{folder}/tidy/{name}'"
        rows = duckdb.sql(f"select text from {source} order by turn").fetchall()
        check(f"texts in {name}", [row[0] or None for row in rows], texts)
    wide = duckdb.sql(f"select typeof(label_toxicity), typeof(is_silent) from read_csv('{folder}/comments.csv')")
    check("types in the CSV", wide.limit(1).fetchall()[0], ("BIGINT", "BOOLEAN"))
    joined = f"select count(*) from '{folder}/tidy/annotations.parquet' join '{folder}/tidy/turns.parquet' using (comment_id)"
    check("a join of tables", duckdb.sql(joined).fetchall()[0], (2,))


def read_with_frictionless(frictionless):
    for package in ("tidy/datapackage.json", "comments-datapackage.json"):
        report = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", str(folder / package)], capture_output=True, text=True
        )
        check(package, report.returncode, 0)


def read_with_datasets(datasets):
    for name in ("discussions", "participants", "turns", "annotators", "annotations", "prompts"):
        table = datasets.load_dataset(str(folder / "tidy"), name, split="train", cache_dir=str(folder / "cache"))
        check(f"rows of {name}", len(table) > 0, True)
    turns = datasets.load_dataset(str(folder / "tidy"), "turns", split="train", cache_dir=str(folder / "cache"))
    check("texts", list(turns["text"]), [text or "" for text in texts])


def read_with_mlcroissant(mlcroissant):
    described = mlcroissant.Dataset(str(folder / "tidy" / "croissant.json"))  # raises on any error
    check("warnings", sorted(described.metadata.ctx.issues.errors), [])
    rows = list(described.records("turns"))
    found = [row["turns/text"] for row in rows]
    found = [one.decode() if isinstance(one, bytes) else one for one in found]
    check("texts", [one or None for one in as_none(found)], texts)


readers = {
    "pandas": read_with_pandas,
    "pyarrow": read_with_pyarrow,
    "duckdb": read_with_duckdb,
    "frictionless": read_with_frictionless,
    "datasets": read_with_datasets,
    "mlcroissant": read_with_mlcroissant,
}
for name, read in readers.items():
    try:
        module = importlib.import_module(name)
    except ImportError:
        print(f"{name}: not installed", flush=True)
        continue
    read(module)
    print(f"{name} {importlib.metadata.version(name)}: ok", flush=True)
