"""Environment variables that keep Rasa 3.6.21 quiet, offline and light."""

from __future__ import annotations

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    # Rasa ends at SQLAlchemy 1.4, which warns about 2.0 at every start.
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SQLALCHEMY_WARN_20": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Nothing of ours computes with TensorFlow: it must not look for a graphics card or fill the cores with threads.
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore",
}
