"""Signals and the wall clock end a run with a checkpoint and exit status 3."""

import signal
import time

from harness import DONE, ONE_CHUNK, RANKS, STOPPED, ProgramTest, main, steps

ENDLESS = {"sample.duration": steps(10_000_000)}


class Interruptions(ProgramTest):
    def interrupted(self, number, environment=None):
        """A long run that gets a signal while it samples."""
        process = self.start(self.write_config(ENDLESS), "--output", "out", environment=environment)
        self.wait_for(lambda: "sampling" in self.log(), process)
        time.sleep(0.05)
        asked = time.monotonic()
        process.send_signal(number)
        outcome = self.finish(process)
        self.assertLess(time.monotonic() - asked, 20)
        return outcome

    def check_signal(self, number):
        outcome = self.interrupted(number)
        self.assertEqual(outcome.status, STOPPED, outcome.errors)
        self.assertIn(f"signal {int(number)} was received", outcome.output)
        step = self.stopped_step(outcome.output)
        self.assertEqual(self.summary()["steps"], step)
        self.assertGreater(step, 200)
        again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn(f"continuing at step {step}", again.output)
        self.assertEqual(self.stopped_step(again.output), step + 10 - step % 10)

    def test_sigusr1(self):
        self.check_signal(signal.SIGUSR1)

    def test_sigterm(self):
        if RANKS == 1:
            self.check_signal(signal.SIGTERM)

    def test_sigint(self):
        if RANKS == 1:
            self.check_signal(signal.SIGINT)

    def test_mpirun_that_is_told_to_end(self):
        """mpirun hands SIGTERM on, waits a second, and leaves with a status of its own: the checkpoint is there."""
        if RANKS > 1:
            self.interrupted(signal.SIGTERM, environment={"OMPI_MCA_odls_base_sigkill_timeout": "3"})
            step = self.stopped_step(self.log())
            again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
            self.assertIn(f"continuing at step {step}", again.output)

    def test_max_time(self):
        begin = time.monotonic()
        outcome = self.run_program(self.write_config(ENDLESS), "--output", "out", "--max-time", "0.5s", status=STOPPED)
        self.assertGreater(time.monotonic() - begin, 0.5)
        self.assertIn("--max-time is over", outcome.output)
        self.assertGreater(self.stopped_step(outcome.output), 0)

    def test_a_finished_run_continued_is_finished(self):
        self.run_program(self.write_config(), "--output", "out", status=DONE)
        before = self.summary()
        self.run_program("--restart", "out", status=DONE)
        after = self.summary()
        self.assertEqual({**after, "atom_steps_per_second": 0}, {**before, "atom_steps_per_second": 0})

    def test_stops_before_there_is_anything_to_estimate(self):
        """After one, two, three ... samples: an estimate without an error is no failure."""
        config = self.write_config({"equilibrate.duration": 0, "gradient.build_duration": 0, "sample.interval": 10})
        outcome = self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("no estimates yet", outcome.output)
        self.assert_stopped()
        self.assertNotIn("density", self.summary())
        for _ in range(4):
            self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("density", self.summary())
        self.assert_stopped()
        self.run_program("--restart", "out", status=DONE)
        self.assertIs(self.summary()["complete"], True)


if __name__ == "__main__":
    main()
