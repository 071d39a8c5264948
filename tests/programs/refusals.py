"""What cannot be run is refused with exit status 2, a message that says why, and nothing written."""

import os

from harness import ONE_CHUNK, RANKS, STOPPED, ProgramTest, main, steps


class Refusals(ProgramTest):
    def test_every_mistake_is_listed(self):
        config = self.write_config({"sample.bins": 2, "run.timestep": 0.005, "gradient.hot_temperature": 0.5})
        outcome = self.assert_refused(config, "--output", "out", "--run.seed=-3",
                                      says=["sample.bins = 2", "unknown key run.timestep", "perhaps meant: run.time_step",
                                            "gradient.hot_temperature = 0.5", "command line: run.seed = -3"])
        self.assertEqual(outcome.errors.count("soret: "), 4, outcome.errors)
        line = (self.folder / config).read_text().splitlines().index("bins = 2") + 1
        self.assertIn(f"run.ini:{line}: sample.bins = 2", outcome.errors)

    def test_check_refuses_too(self):
        self.assert_refused(self.write_config(), "--check", "--sample.bins=2", says=["sample.bins = 2"])

    def test_missing_and_unreadable_configurations(self):
        for arguments in ((), ("--check",), ("--output", "out", "--seed", "3")):
            outcome = self.assert_refused(*arguments, says=["no configuration file given", "Usage: soret-nemd CONFIG.ini"])
            self.assertEqual(outcome.errors.count("soret: "), 1, outcome.errors)
        self.assert_refused("--sample.bins=24", says=["missing key run.time_step"])
        self.assert_refused("absent.ini", "--output", "out", says=["'absent.ini'"])
        self.assert_refused(self.folder, "--output", "out", says=["cannot read the configuration file"])

    def test_arguments(self):
        config = self.write_config()
        self.assert_refused(config, config, says=["unknown argument 'run.ini'"])
        self.assert_refused(config, "--outptu", "out", says=["--outptu", "perhaps meant: --output"])
        self.assert_refused(config, "--output", "out", "--max-time", "soon", says=["--max-time", "'soon'", "1h30m"])
        self.assert_refused(config, "--output", "out", "--run.seed=1", "--seed", "2", says=["duplicate key run.seed"])
        self.assert_refused(config, "--output", "out", "--sample.interval", says=["--sample.interval"])

    def test_numbers_of_ranks(self):
        config = self.write_config()
        self.assert_refused(config, "--output", "out", "--replicas", RANKS + 1,
                            says=[f"{RANKS + 1} replicas cannot share {RANKS} ranks"])
        self.assert_refused(config, "--output", "out", "--run.grid=3 1 1", says=[f"does not fit {RANKS} ranks"])

    def test_a_box_too_small_for_the_cutoff_or_the_grid(self):
        config = self.write_config({"start.box": "4.2 4.2 18", "start.particles": 250})
        self.assert_refused(config, "--output", "out", "--model.cutoff=2.2", says=["less than two cutoffs, 4.4"])
        if RANKS > 1:
            self.assert_refused(config, "--output", "out", f"--run.grid={RANKS} 1 1", says=["4.2", f"{RANKS} x 1 x 1"])

    def test_particles_that_cannot_be(self):
        head = 'Lattice="6 0 0 0 6 0 0 0 18" Properties=species:S:1:pos:R:3\n'
        for positions, message in ((["A 1 1 1", "B 1 1 1.01"], "0.01"), (["A 1 1 1", "B nan 2 2"], "nan"),
                                   (["A 1 1 1", "B 2 2 19"], "19"), (["A 1 1 1", "B 2 inf 2"], "inf")):
            (self.folder / "start.xyz").write_text(f"{len(positions)}\n{head}" + "\n".join(positions) + "\n")
            config = self.write_config({"start.kind": "xyz", "start.file": "start.xyz", "start.particles": None,
                                        "start.box": None, "start.mole_fractions": None})
            outcome = self.assert_refused(config, "--output", "out", says=["start.file = start.xyz"])
            self.assertIn(message, outcome.errors)


class Directories(ProgramTest):
    def test_another_run_is_never_overwritten(self):
        config = self.write_config()
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assert_refused(config, "--output", "out", "--seed", "2", says=["'out' holds another run", "--restart out"])
        (self.folder / "out" / "checkpoint.nc").unlink()
        self.assert_refused(config, "--output", "out", says=["holds another run", "run.log"])

    def test_a_refused_run_leaves_its_directory_free(self):
        config = self.write_config()
        self.assert_refused(config, "--output", "out", "--run.grid=3 1 1")
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)

    def test_other_files_do_not_matter_and_stay(self):
        (self.folder / "out").mkdir()
        config = self.write_config(name="out/config.ini")
        text = (self.folder / config).read_text()
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertEqual((self.folder / config).read_text(), text)

    def test_a_file_in_place_of_the_directory(self):
        config = self.write_config()
        self.assert_refused(config, "--output", config, says=["'run.ini'", "choose another"])
        self.assert_refused(config, "--output", "run.ini/out", says=["'run.ini/out'"])

    def test_a_directory_that_cannot_be_written(self):
        config = self.write_config()
        if os.path.isdir("/proc/self"):
            self.assert_refused(config, "--output", "/proc/soret", says=["'/proc/soret'"])
        if os.geteuid() != 0:
            (self.folder / "closed").mkdir(mode=0o555)
            self.assert_refused(config, "--output", "closed", says=["'closed'", "Permission denied"])

    def test_a_log_that_cannot_be_written(self):
        config = self.write_config()
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        (self.folder / "out" / "run.log").unlink()
        (self.folder / "out" / "run.log").mkdir()
        self.assert_refused("--restart", "out", says=["run.log"])


class Continuations(ProgramTest):
    def setUp(self):
        super().setUp()
        self.config = self.write_config()
        self.run_program(self.config, "--output", "out", *ONE_CHUNK, status=STOPPED)

    def test_nothing_to_continue(self):
        self.assert_refused("--restart", "absent", says=["absent"])
        self.assert_refused(self.config, "--restart", "absent", says=["'absent/checkpoint.nc'"])

    def test_another_configuration_names_the_line_and_spoils_nothing(self):
        self.assert_refused("--restart", "out", "--run.seed=7",
                            says=["out/checkpoint.nc", "in [run] there 'seed = 1', here 'seed = 7'"])
        self.assert_refused(self.write_config({"sample.bins": 30}, "other.ini"), "--restart", "out",
                            says=["in [sample] there 'bins = 24', here 'bins = 30'"])
        self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)

    def test_a_length_below_what_was_sampled(self):
        """The configuration beside the results would else speak of a shorter run."""
        endless = self.write_config({"sample.duration": steps(10_000_000)}, "endless.ini")
        self.run_program(endless, "--output", "long", "--max-time", "1s", status=STOPPED)
        sampled = self.summary("long")["steps"] - 200  # made before the sampling
        self.assertGreater(sampled, 64)
        self.assert_refused("--restart", "long", f"--sample.duration={steps(sampled - 1)}",
                            says=[f"command line: sample.duration = {steps(sampled - 1)}:",
                                  f"already {steps(sampled):.12g} tau were sampled", "give at least that"])
        self.run_program("--restart", "long", f"--sample.duration={steps(sampled)}")
        self.assertEqual(self.summary("long")["steps"], sampled + 200)
        self.assert_refused("--restart", "long", f"--sample.duration={steps(sampled // 2)}",
                            says=[f"already {steps(sampled):.12g} tau were sampled"])
        self.run_program("--restart", "long", f"--sample.duration={steps(sampled + 40)}")
        self.assertEqual(self.summary("long")["steps"], sampled + 240)

    def test_a_length_below_what_one_of_several_gradients_sampled(self):
        self.run_program(self.write_config({"gradient.series": "1 2"}, "series.ini"), "--output", "series")
        self.assert_refused("--restart", "series", f"--sample.duration={steps(399)}",
                            says=["already 1.6 tau were sampled"])

    def test_keys_that_do_not_change_the_run(self):
        self.run_program(self.config, "--restart", "out", "--checkpoint-interval", "5m", "--output.note=again",
                         "--target-error", "0.1", "--estimate.window=0.15 0.35", *ONE_CHUNK, status=STOPPED)

    def test_another_number_of_ranks(self):
        self.assert_refused("--restart", "out", ranks=3 - RANKS,
                            says=[f"was written by {RANKS} ranks in 1 replicas", f"here are {3 - RANKS} ranks"])

    def test_two_directories(self):
        self.assert_refused("--restart", "out", "--output", "elsewhere", says=["'elsewhere'", "'out'"])
        self.run_program("--restart", "out", "--output", "./out/", *ONE_CHUNK, status=STOPPED)


if __name__ == "__main__":
    main()
