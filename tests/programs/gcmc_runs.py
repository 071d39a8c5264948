"""What the tests of soret-gcmc share: a small run of a mixture in an open box."""

from harness import MIXTURE, ProgramTest

SMALL_GCMC = {
    **MIXTURE,
    "state": {"temperature": 1.2, "activities": "A:0.06 B:0.05"},
    "start": {"kind": "random", "box": "6 6 6", "density": 0.3, "mole_fractions": "A:0.5 B:0.5"},
    "moves": {"insertion_trials": 4},
    "run": {"settling": 2000, "equilibration": 6000, "attempts": 40000, "sample_interval": 50},
    "output": {"report": "no"},
}
ATTEMPTS = 48000
CLOSED = {"state.ensemble": "canonical", "state.activities": None}
ISOBARIC = {"state.ensemble": "isobaric", "state.activities": None, "state.pressure": 0.3}
DYNAMICS = {"moves.dynamics_interval": 700, "moves.dynamics_steps": 5}


class GcmcTest(ProgramTest):
    small = SMALL_GCMC
