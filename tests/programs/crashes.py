"""Runs that are killed, checkpoints that are damaged, disks that are full: nothing but the time since the last checkpoint
is lost."""

import os
import pathlib
import random
import resource
import signal
import time

from harness import DONE, FAILED, ONE_CHUNK, RANKS, REFUSED, STOPPED, ProgramTest, main, netCDF4, steps

SAMPLED = 8000 if RANKS == 1 else 2400
MANY_CHECKPOINTS = {"sample.duration": steps(SAMPLED), "output.checkpoint_interval": "0.005",
                    "output.trajectory_interval": steps(40)}
FRAMES = SAMPLED // 40


def rank_processes(launcher):
    """The processes that mpirun has started."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == launcher:
                found.append(int(folder.name))
    return found


def time_written(path):
    """Zero in the moment between the two renames at the end of a checkpoint, when there is no file of that name."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


class Kills(ProgramTest):
    def kill(self, process):
        """Under mpirun one of the ranks, as mpirun then ends the others."""
        victims = rank_processes(process.pid) if RANKS > 1 else []
        if process.poll() is None:
            os.kill(victims[-1] if victims else process.pid, signal.SIGKILL)
        return self.finish(process)

    def test_killed_at_any_moment(self):
        config = self.write_config(MANY_CHECKPOINTS)
        self.run_program(config, "--output", "straight")
        moments = random.Random(4)
        kills = 0
        process = self.start(config, "--output", "killed")
        while kills < (10 if RANKS == 1 else 3):
            checkpoint = self.folder / "killed" / "checkpoint.nc"
            self.wait_for(checkpoint.exists, process)
            last = time_written(checkpoint)
            self.wait_for(lambda: process.poll() is not None or time_written(checkpoint) > last, process)
            time.sleep(moments.uniform(0.0, 0.02))
            if self.kill(process).status == DONE:
                break
            kills += 1
            process = self.start("--restart", "killed")
        outcome = self.finish(process)
        self.assertEqual(outcome.status, DONE, outcome.errors)
        self.assertGreater(kills, 1)
        self.assert_same_results("straight", "killed")
        if netCDF4:
            with netCDF4.Dataset(self.folder / "killed" / "trajectory.nc") as trajectory:
                self.assertEqual(len(trajectory.dimensions["frame"]), FRAMES)


class Damage(ProgramTest):
    def setUp(self):
        """A run with two checkpoints, ten steps apart."""
        super().setUp()
        self.config = self.write_config()
        for _ in range(2):
            status = (self.config, "--output", "out") if not (self.folder / "out").exists() else ("--restart", "out")
            self.run_program(*status, *ONE_CHUNK, status=STOPPED)

    def damage(self, name):
        path = self.folder / "out" / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    def test_the_previous_checkpoint_takes_over(self):
        self.damage("checkpoint.nc")
        outcome = self.run_program("--restart", "out")
        self.assertIn("warning: 'out/checkpoint.nc' is damaged", outcome.output)
        self.assertIn("continuing from 'out/checkpoint-previous.nc' at step 10", outcome.output)
        self.run_program(self.config, "--output", "straight")
        self.assert_same_results("straight", "out")

    def test_an_unfinished_checkpoint_is_ignored(self):
        (self.folder / "out" / "checkpoint.nc.partial").write_bytes(b"CDF")
        outcome = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("continuing at step 20", outcome.output)
        self.assertNotIn("warning", outcome.output)

    def test_killed_between_the_two_renames(self):
        (self.folder / "out" / "checkpoint.nc").unlink()
        outcome = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("continuing at step 10", outcome.output)

    def test_both_damaged(self):
        self.damage("checkpoint.nc")
        self.damage("checkpoint-previous.nc")
        self.assert_refused("--restart", "out", says=["'out/checkpoint.nc' is damaged",
                                                      "'out/checkpoint-previous.nc' is damaged"])

    def test_truncated(self):
        for name in ("checkpoint.nc", "checkpoint-previous.nc"):
            path = self.folder / "out" / name
            path.write_bytes(path.read_bytes()[:1000])
        outcome = self.run_program("--restart", "out", status=REFUSED)
        self.assertIn("'out/checkpoint.nc' is damaged", outcome.errors)


def at_most(megabytes):
    """To be called in the new process: no file may become larger, as if the disk were full."""
    limit = megabytes << 20
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


class FullDisks(ProgramTest):
    def test_under_a_checkpoint(self):
        """Many bins make the checkpoint large once there are samples."""
        config = self.write_config({"sample.bins": 10000, "sample.duration": steps(64)})
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        before = (self.folder / "out" / "checkpoint.nc").read_bytes()
        outcome = self.run_program("--restart", "out", status=FAILED, preexec_fn=at_most(12))
        self.assertIn("cannot write 'out/checkpoint.nc': File too large", outcome.errors)
        self.assertEqual((self.folder / "out" / "checkpoint.nc").read_bytes(), before)
        self.assertFalse((self.folder / "out" / "checkpoint.nc.partial").exists())
        again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("continuing at step 10", again.output)

    def test_under_a_trajectory(self):
        config = self.write_config({"output.trajectory_interval": steps(1), "sample.duration": steps(2400)})
        outcome = self.run_program(config, "--output", "out", status=FAILED, preexec_fn=at_most(12))
        self.assertIn("cannot write 'out/trajectory.nc': File too large", outcome.errors)


if __name__ == "__main__":
    main()
