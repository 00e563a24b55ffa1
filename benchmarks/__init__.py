"""Measurements: costs as ratios of two sides in one run, and an analyst's questions on a large ledger."""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before numpy is loaded: the seconds of all threads are added up
