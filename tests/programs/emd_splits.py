"""A run of soret-emd that is stopped and continued, in any stage and phase, equals the straight run bit for bit."""

import signal
import time

from emd_runs import EmdTest
from harness import ONE_CHUNK, RANKS, STOPPED, main, steps

# Steps of the phases; no length but the first a multiple of the ten after which a run looks whether it should stop.
MELT, QUENCH, EQUILIBRATE, SAMPLE = 20, 15, 12, 24
EQUILIBRATE_ENERGY, TUNE, CORRELATE = 41, 44, 62

SHORT = {"isobaric.equilibration": steps(EQUILIBRATE), "isobaric.duration": steps(SAMPLE), "isobaric.interval": 3,
         "transport.equilibration": steps(EQUILIBRATE_ENERGY), "transport.tuning_duration": steps(TUNE),
         "transport.duration": steps(CORRELATE), "transport.interval": 2, "transport.correlation_time": steps(8),
         "transport.integration_limit": None, "transport.diffusive_time": None,
         "transport.displacement_time": steps(20), "transport.displacement_interval": 3,
         "structure.equilibration": steps(EQUILIBRATE), "structure.duration": steps(SAMPLE), "structure.interval": 2}
MOLTEN = {"state.melt_temperature": 2, "state.melt_duration": steps(MELT), "state.quench_duration": steps(QUENCH)}
FEW_PHASES = {**SHORT, "isobaric.composition_step": None, "transport.tuning_trials": 1}
TO_ITS_END = 10_000


def lengths_of_phases(isobaric_stages, melt, trials):
    """In order."""
    return (isobaric_stages * (*melt, EQUILIBRATE, SAMPLE) + (*melt, EQUILIBRATE_ENERGY) + trials * (TUNE,) +
            (CORRELATE,) + (*melt, EQUILIBRATE, SAMPLE))


class EmdSplits(EmdTest):
    def test_every_phase_of_every_stage(self):
        config = self.write_config({**SHORT, **MOLTEN})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assert_stopped_within_each(stops, lengths_of_phases(3, (MELT, QUENCH), 2))

    def test_every_stage(self):
        """With fewer phases than above, for more than one rank."""
        if RANKS > 1:
            stops = self.assert_splits(self.write_config(FEW_PHASES), TO_ITS_END)
            self.assert_stopped_within_each(stops, lengths_of_phases(1, (), 1))

    def test_replicas(self):
        if RANKS > 1:
            config = self.write_config({**FEW_PHASES, "run.replicas": RANKS, "run.seed": 5})
            self.assert_splits(config, TO_ITS_END)

    def test_series_of_compositions(self):
        """Each finds its own density."""
        config = self.write_config({**FEW_PHASES, "transport": None, "state.mole_fractions": None,
                                    "state.series": "0.3 0.6"})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assert_stopped_within_each(stops, 4 * (EQUILIBRATE, SAMPLE))
        for point in ("x-0.3", "x-0.6"):
            self.assert_same_results(f"straight/{point}", f"split/{point}")

    def test_constant_temperature_and_trajectory(self):
        """With thermostats and noise, and frames of the last stage."""
        config = self.write_config({**SHORT, "isobaric": None, "state.pressure": None, "run.precision": "mixed",
                                    "ensemble.thermostat": "csvr", "transport.ensemble": "nvt",
                                    "output.trajectory_interval": steps(7)})
        self.assert_splits(config, 60)

    def test_fluxes_in_every_step(self):
        """What follows a stop needs the forces of the step before it."""
        config = self.write_config({**FEW_PHASES, "isobaric": None, "state.pressure": None, "structure": None,
                                    "transport.interval": 1})
        self.assert_splits(config, TO_ITS_END)

    def test_long_correlations(self):
        """Levels whose samples are not complete at a stop."""
        config = self.write_config({**FEW_PHASES, "isobaric": None, "state.pressure": None, "structure": None,
                                    "transport.interval": 1, "transport.duration": steps(360),
                                    "transport.long_correlation_time": steps(36)})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assertGreater(len(stops), 36)


class EmdInterruptions(EmdTest):
    def test_a_signal(self):
        """SIGTERM; mpirun answers that one with a status of its own, but hands on SIGUSR1."""
        process = self.start(self.write_config({"transport.duration": 10000}), "--output", "out")
        self.wait_for(lambda: "transport: sampling" in self.log(), process)
        time.sleep(0.05)
        number = signal.SIGTERM if RANKS == 1 else signal.SIGUSR1
        process.send_signal(number)
        outcome = self.finish(process)
        self.assertEqual(outcome.status, STOPPED, outcome.errors)
        self.assertIn(f"signal {int(number)} was received", outcome.output)
        step = self.stopped_step(outcome.output)
        self.assertEqual(self.summary()["steps"], step)
        again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn(f"continuing at step {step}", again.output)
        self.assertEqual(self.stopped_step(again.output), step + 10 - step % 10)

    def test_a_finished_run_continued_is_finished(self):
        self.run_program(self.write_config(SHORT), "--output", "out")
        before = self.summary()
        self.run_program("--restart", "out")
        after = self.summary()
        self.assertEqual({**after, "atom_steps_per_second": 0}, {**before, "atom_steps_per_second": 0})


if __name__ == "__main__":
    main()
