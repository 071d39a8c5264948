"""What soret-gcmc cannot run is refused with exit status 2 and nothing written; a box that fills up is a failure."""

from gcmc_runs import GcmcTest
from harness import FAILED, ONE_CHUNK, RANKS, STOPPED, main


class GcmcRefusals(GcmcTest):
    def test_every_mistake_is_listed(self):
        config = self.write_config({"state.activities": "A:0.06 C:1", "moves.exchange": 1, "start.box": "3 6 6"})
        outcome = self.assert_refused(config, "--output", "out", "--state.temperature=0",
                                      says=["the model has no species 'C', but A, B", "unknown key moves.exchange",
                                            "less than two cutoffs, 4", "command line: state.temperature = 0"])
        self.assertEqual(outcome.errors.count("soret: "), 4, outcome.errors)

    def test_no_configuration(self):
        self.assert_refused(says=["no configuration file given", "Usage: soret-gcmc CONFIG.ini"])

    def test_chemical_potentials(self):
        self.assert_refused(self.write_config({"state.activities": None}), "--check",
                            says=["missing key state.activities"])
        self.assert_refused(self.write_config({"state.activities": "A:0.06"}), "--check",
                            says=["no number is given for B; every species needs one"])

    def test_chains_that_do_not_fit_the_ranks(self):
        self.assert_refused(self.write_config(), "--output", "out", "--replicas", RANKS + 1,
                            says=[f"{RANKS + 1} replicas cannot share {RANKS} ranks evenly"])

    def test_a_box_too_small_to_share(self):
        self.assert_refused(self.write_config(), "--output", "out", "--replicas", 1, ranks=2, says=["6", "4.2"])

    def test_ranks_that_share_what_needs_the_whole_box(self):
        self.assert_refused(self.write_config({"run.ghost_insertions": 1}), "--output", "out", "--replicas", 1, ranks=2,
                            says=["2 ranks for each chain", "run.ghost_insertions is configured",
                                  "leave run.replicas out"])

    def test_a_length_of_one_program_is_unknown_to_another(self):
        self.assert_refused(self.write_config({"run.time_step": 0.004}), "--output", "out",
                            says=["unknown key run.time_step"])

    def test_mixed_precision(self):
        self.assert_refused(self.write_config(), "--output", "out", "--precision", "mixed", says=["accepted: double"])

    def test_another_run_is_never_overwritten(self):
        config = self.write_config()
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assert_refused(config, "--output", "out", "--seed", "2", says=["'out' holds another run", "--restart out"])

    def test_another_configuration(self):
        self.run_program(self.write_config(), "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assert_refused("--restart", "out", "--state.temperature=1.3",
                            says=["in [state] there 'temperature = 1.2', here 'temperature = 1.3'"])
        self.assert_refused("--restart", "out", ranks=3 - RANKS, says=[f"was written by {RANKS} ranks"])

    def test_fewer_attempts_than_were_made(self):
        self.run_program(self.write_config(), "--output", "out")
        self.assert_refused("--restart", "out", "--run.attempts=39999",
                            says=["command line: run.attempts = 39999:", "already 40000 attempts were sampled",
                                  "give at least that"])
        self.run_program("--restart", "out", "--run.attempts=40000")
        self.run_program(self.write_config(), "--output", "begun", *ONE_CHUNK, status=STOPPED)  # nothing sampled yet
        self.run_program("--restart", "begun", "--run.attempts=20000")
        self.assertEqual(self.summary("begun")["steps"], 28000)


class GcmcFailures(GcmcTest):
    def test_an_activity_that_fills_the_box(self):
        config = self.write_config({"state.activities": "A:1e6 B:1e6", "state.largest_density": 0.6})
        outcome = self.run_program(config, "--output", "out", status=FAILED)
        self.assertRegex(outcome.errors, r"density .*0\.6")


if __name__ == "__main__":
    main()
