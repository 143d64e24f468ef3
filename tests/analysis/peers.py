"""Reads {texts, first, second} as JSON and prints what scipy and rouge_score make of it."""
import itertools
import json
import sys

import numpy
from rouge_score import rouge_scorer
from scipy import stats
from scipy.spatial.distance import jensenshannon

given = json.load(sys.stdin)
scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)


def diversity(texts):
    pairs = itertools.combinations(texts, 2)
    return 1 - numpy.mean([scorer.score(one, other)["rougeL"].fmeasure for one, other in pairs])


def density(values):
    heights = stats.gaussian_kde(values)(numpy.linspace(0, 1, 50))
    return heights / heights.sum()


first, second = given["first"], given["second"]
print(
    json.dumps(
        {
            "diversities": [diversity(texts) for texts in given["texts"]],
            "divergence": jensenshannon(density(first), density(second)) ** 2,
            "wasserstein": stats.wasserstein_distance(first, second),
            "paired": [float(each) for each in stats.ttest_rel(second, first)],
            "welch": [float(each) for each in stats.ttest_ind(second, first, equal_var=False)],
            "bh": [float(p) for p in stats.false_discovery_control(given["p"])],
        }
    )
)
