"""A run of soret-gcmc that is stopped and continued equals the straight run bit for bit; every rank runs a chain."""

import signal
import time

from gcmc_runs import CLOSED, DYNAMICS, ISOBARIC, GcmcTest
from harness import ONE_CHUNK, RANKS, STOPPED, main

SETTLE, EQUILIBRATE, SAMPLE = 2200, 2500, 5300  # no multiples of the thousand attempts after which a run looks whether it should stop
SHORT = {"run.settling": SETTLE, "run.equilibration": EQUILIBRATE, "run.attempts": SAMPLE, "run.sample_interval": 30}
TO_ITS_END = 20_000


class GcmcSplits(GcmcTest):
    def assert_splits_in_both_phases(self, changes):
        stops = self.assert_splits(self.write_config({**SHORT, **changes}), TO_ITS_END)
        settle = () if changes.get("start.particles") == 0 else (SETTLE,)
        self.assert_stopped_within_each(stops, (*settle, EQUILIBRATE, SAMPLE))

    def test_an_open_box(self):
        self.assert_splits_in_both_phases({"run.ghost_insertions": 2})

    def test_an_open_box_with_bursts_of_dynamics(self):
        self.assert_splits_in_both_phases(DYNAMICS)

    def test_constant_numbers(self):
        self.assert_splits_in_both_phases({**CLOSED, **DYNAMICS})

    def test_constant_pressure(self):
        self.assert_splits_in_both_phases({**ISOBARIC, "moves.volume_changes": 0.05})

    def test_a_box_that_was_empty(self):
        self.assert_splits_in_both_phases({"start.density": None, "start.particles": 0, "start.mole_fractions": None})

    def test_region_by_region(self):
        """Two ranks share a chain, if there are two; one goes through its regions likewise."""
        self.assert_splits(self.write_config({**SHORT, "start.box": "18 6 6", "run.order": "regions", "run.replicas": 1,
                                              "run.attempts": 40_000}), TO_ITS_END)

    def test_a_run_that_is_made_longer(self):
        longer = "--run.attempts=9000"
        self.run_program(self.write_config(SHORT), "--output", "straight", longer)
        self.run_program(self.write_config(SHORT), "--output", "split")
        self.run_program("--restart", "split", longer)
        self.assert_same_results("straight", "split")


class GcmcInterruptions(GcmcTest):
    def test_a_signal(self):
        """SIGTERM; mpirun answers that one with a status of its own, but hands on SIGUSR1."""
        process = self.start(self.write_config({"run.attempts": 10**12}), "--output", "out")
        self.wait_for(lambda: "sampling" in self.log(), process)
        time.sleep(0.05)
        number = signal.SIGTERM if RANKS == 1 else signal.SIGUSR1
        process.send_signal(number)
        outcome = self.finish(process)
        self.assertEqual(outcome.status, STOPPED, outcome.errors)
        self.assertIn(f"signal {int(number)} was received", outcome.output)
        step = self.stopped_step(outcome.output)
        self.assertEqual(self.summary()["steps"], step)
        again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertEqual(self.stopped_step(again.output), step + 1000)

    def test_a_finished_run_continued_is_finished(self):
        self.run_program(self.write_config(SHORT), "--output", "out")
        before = self.summary()
        self.run_program("--restart", "out")
        self.assertEqual({**self.summary(), "atom_steps_per_second": 0}, {**before, "atom_steps_per_second": 0})


if __name__ == "__main__":
    main()
