"""A motion that breaks down ends the run with exit status 1 and says where."""

import time

from harness import FAILED, STOPPED, ONE_CHUNK, ProgramTest, main


class Failures(ProgramTest):
    def assert_breaks_down(self, *arguments):
        begin = time.monotonic()
        outcome = self.run_program(*arguments, status=FAILED)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertRegex(outcome.errors, r"soret: rank \d: step \d+: particle \d+ is lost: position \(.*\), velocity \(.*\)")
        self.assertRegex(outcome.errors, r"kinetic energy per particle of this rank \S+; at step \d+ of the whole box: "
                                         r"kinetic \d\S*, potential -\d\S* per particle")
        log = (self.folder / "out/run.log").read_text()
        self.assertRegex(log, r"failure: rank \d: step \d+: particle \d+ is lost: position .* potential -\d\S* per particle")
        return outcome

    def test_a_time_step_that_the_motion_cannot_follow(self):
        outcome = self.assert_breaks_down(self.write_config(), "--output", "out", "--run.time_step=0.06",
                                          "--equilibrate.duration=60", "--sample.duration=60")
        self.assertIn("at step 0 of the whole box", outcome.errors)

    def test_particles_nearly_on_top_of_each_other(self):
        """Allowed when asked for, and then named."""
        places = [(1 + 1.2 * i, 1 + 1.2 * j, 1 + 1.2 * k) for i in range(4) for j in range(4) for k in range(14)]
        places.append((places[7][0] + 0.01, places[7][1], places[7][2]))
        lines = [f"{'AB'[n % 2]} {x:.3f} {y:.3f} {z:.3f}" for n, (x, y, z) in enumerate(places)]
        (self.folder / "start.xyz").write_text(
            f'{len(lines)}\nLattice="6 0 0 0 6 0 0 0 18" Properties=species:S:1:pos:R:3\n' + "\n".join(lines) + "\n")
        config = self.write_config({"start.kind": "xyz", "start.file": "start.xyz", "start.particles": None,
                                    "start.box": None, "start.mole_fractions": None, "start.minimum_distance": 0.001})
        outcome = self.run_program(config, "--output", "out", status=FAILED)
        self.assertRegex(outcome.errors, r"step \d: particle \d+ is lost")

    def test_the_checkpoint_before_stays(self):
        """A force too strong for the slabs: the power is more than the cold slab holds."""
        config = self.write_config({"gradient.source": "ehex", "gradient.hot_temperature": None,
                                    "gradient.cold_temperature": None, "gradient.power": 1e6})
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        outcome = self.run_program("--restart", "out", status=FAILED)
        self.assertRegex(outcome.errors, r"step \d+: .*ehex")
        again = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("continuing at step 10", again.output)


if __name__ == "__main__":
    main()
