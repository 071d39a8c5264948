"""What the tests of soret-emd share: a small run with all its stages."""

from harness import MIXTURE, TIME_STEP, ProgramTest, steps

# Boxes of 7.1 to 7.3: three and a half cutoffs, so that two ranks share them.
SMALL_EMD = {
    **MIXTURE,
    "state": {"mole_fractions": "A:0.5 B:0.5", "temperature": 1.2, "density": 0.7, "pressure": 1},
    "run": {"time_step": TIME_STEP},
    "ensemble": {"relaxation_time": 0.1, "barostat_relaxation_time": 0.5},
    "isobaric": {"particles": 256, "equilibration": steps(100), "duration": steps(200), "interval": 4,
                 "composition_step": 0.1},
    "transport": {"particles": 256, "equilibration": steps(100), "tuning_duration": steps(50), "tuning_trials": 2,
                  "duration": steps(1000), "interval": 4, "correlation_time": steps(40), "integration_limit": steps(20),
                  "displacement_time": steps(200), "displacement_interval": 10, "diffusive_time": steps(50),
                  "blocks": 4},
    "structure": {"particles": 256, "equilibration": steps(100), "duration": steps(3200), "interval": 16,
                  "bin_width": 0.05, "largest_wave_number": 6, "blocks": 4},
    "output": {"report": "no"},
}
STEPS = 3 * 300 + 1200 + 3300


class EmdTest(ProgramTest):
    small = SMALL_EMD
