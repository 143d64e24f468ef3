"""Reads data sets [coder][comment], 0 for missing, as JSON; prints what krippendorff, pingouin and scipy make of each."""
import itertools
import json
import sys
import warnings

import krippendorff
import numpy
import pandas
import pingouin
from scipy import stats

warnings.simplefilter("ignore")
levels = ["nominal", "ordinal", "interval", "ratio"]
names = ["ICC(A,1)", "ICC(A,k)", "ICC(C,1)", "ICC(C,k)"]
older = ["ICC2", "ICC2k", "ICC3", "ICC3k"]


def correlations(labels):
    complete = labels[:, ~numpy.isnan(labels).any(axis=0)]
    coders, comments = complete.shape
    long = pandas.DataFrame(
        [(comment, coder, complete[coder, comment]) for comment in range(comments) for coder in range(coders)],
        columns=["comment", "coder", "label"],
    )
    found = pingouin.intraclass_corr(long, targets="comment", raters="coder", ratings="label")
    icc = dict(zip(found["Type"], found["ICC"]))
    return [float(icc[new] if new in icc else icc[old]) for new, old in zip(names, older)]


def of_pairs(labels, measure):
    values = []
    for one, other in itertools.combinations(labels, 2):
        both = ~numpy.isnan(one) & ~numpy.isnan(other)
        values.append(measure(one[both], other[both]))
    return float(numpy.mean(values))


def kappa(power):
    def of(one, other):
        distance = lambda a, b: abs(a - b) ** power if power else float(a != b)
        observed = numpy.mean([distance(a, b) for a, b in zip(one, other)])
        expected = numpy.mean([distance(a, b) for a in one for b in other])
        return 1 - observed / expected

    return of


def figures(given):
    labels = numpy.array(given, dtype=float)
    labels[labels == 0] = numpy.nan
    return {
        "alphas": [krippendorff.alpha(reliability_data=labels, level_of_measurement=level) for level in levels],
        "icc": correlations(labels),
        "kappas": [of_pairs(labels, kappa(power)) for power in (0, 1, 2)],
        "spearman": of_pairs(labels, lambda one, other: stats.spearmanr(one, other).statistic),
    }


print(json.dumps([figures(given) for given in json.load(sys.stdin)]))
