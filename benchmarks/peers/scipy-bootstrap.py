"""The same bootstrap in scipy and numpy: reads {vectors, resamples} from stdin, writes times and intervals to stdout."""

import json
import statistics
import sys
import time

import numpy as np
import scipy
from scipy import stats

request = json.load(sys.stdin)
vectors = np.array(request["vectors"])
resamples = request["resamples"]


def median_seconds(work, repeats=3):
    # Processor time, as on the other side: the machine may be busy.
    times = []
    for _ in range(repeats):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return statistics.median(times), result


def by_scipy():
    intervals = []
    for vector in vectors:
        found = stats.bootstrap((vector,), np.mean, n_resamples=resamples, method="percentile", random_state=1)
        intervals.append([float(found.confidence_interval.low), float(found.confidence_interval.high)])
    return intervals


def by_numpy():
    documents = vectors.shape[1]
    generator = np.random.default_rng(1)
    counts = generator.multinomial(documents, np.full(documents, 1 / documents), size=resamples)
    return np.percentile(counts @ vectors.T / documents, [2.5, 97.5], axis=0)


scipy_seconds, intervals = median_seconds(by_scipy)
numpy_seconds, _ = median_seconds(by_numpy)
library = f"scipy {scipy.__version__}, numpy {np.__version__}"
print(json.dumps({"library": library, "scipySeconds": scipy_seconds, "numpySeconds": numpy_seconds, "intervals": intervals}))
