"""What soret-emd cannot run is refused with exit status 2, a message that says why, and nothing written."""

from emd_runs import EmdTest
from harness import ONE_CHUNK, RANKS, STOPPED, main, steps


class EmdRefusals(EmdTest):
    def test_every_mistake_is_listed(self):
        config = self.write_config({"state.pressure": None, "transport.timestep": 1, "structure.bin_width": -1,
                                    "transport.correlation_time": 1000})
        outcome = self.assert_refused(config, "--output", "out", "--state.temperature=0",
                                      says=["missing key state.pressure", "unknown key transport.timestep",
                                            "structure.bin_width = -1", "it is longer than half of transport.duration",
                                            "command line: state.temperature = 0"])
        self.assertEqual(outcome.errors.count("soret: "), 5, outcome.errors)

    def test_long_correlations_need_room(self):
        self.assert_refused(self.write_config(), "--output", "out", f"--transport.long_correlation_time={steps(40)}",
                            says=["it is not longer than transport.correlation_time = 0.16"])
        self.assert_refused(self.write_config(), "--output", "out", f"--transport.long_correlation_time={steps(101)}",
                            says=["it is longer than a tenth of transport.duration = 4"])

    def test_no_configuration(self):
        self.assert_refused(says=["no configuration file given", "Usage: soret-emd CONFIG.ini"])

    def test_a_configuration_of_another_program(self):
        outcome = self.assert_refused(self.write_config({"gradient.source": "hex"}), "--output", "out",
                                      says=["section [gradient] belongs to soret-nemd"])
        self.assertEqual(outcome.errors.count("soret: "), 1, outcome.errors)

    def test_check_refuses_too(self):
        self.assert_refused(self.write_config(), "--check", "--isobaric.composition_step=0.5",
                            says=["the mole fractions 0.5 and 0.5 leave less room"])

    def test_nothing_asked_for(self):
        config = self.write_config({"isobaric": None, "transport": None, "structure": None, "state.pressure": None})
        self.assert_refused(config, "--output", "out", says=["nothing is asked for"])

    def test_boxes_too_small_for_the_cutoff(self):
        self.assert_refused(self.write_config(), "--output", "out", "--structure.particles=30",
                            says=["structure.particles = 30", "less than two cutoffs, 4"])

    def test_a_later_stage_that_cannot_be_divided_is_refused_at_once(self):
        if RANKS > 1:
            self.assert_refused(self.write_config(), "--output", "out", "--structure.particles=50",
                                says=["divided among 2 ranks"])

    def test_distances_that_do_not_fit_the_box(self):
        self.assert_refused(self.write_config(), "--output", "out", "--structure.largest_distance=4",
                            says=["structure.largest_distance = 4", "half of its shortest side is 3.57"])

    def test_distances_that_do_not_fit_the_box_that_was_found(self):
        """The pressure compresses the box; nothing is lost but the largest distances."""
        config = self.write_config({"structure.largest_distance": 3.5, "state.pressure": 8, "transport": None,
                                    "isobaric.composition_step": None})
        outcome = self.run_program(config, "--output", "out")
        self.assertIn("warning: structure.largest_distance = 3.5 is more than half the box", outcome.output)

    def test_replicas_must_fit_the_ranks(self):
        self.assert_refused(self.write_config(), "--output", "out", "--replicas", RANKS + 1,
                            says=[f"{RANKS + 1} replicas cannot share {RANKS} ranks"])

    def test_another_run_is_never_overwritten(self):
        config = self.write_config()
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assert_refused(config, "--output", "out", "--seed", "2", says=["'out' holds another run", "--restart out"])


class EmdContinuations(EmdTest):
    def setUp(self):
        super().setUp()
        self.config = self.write_config()
        self.run_program(self.config, "--output", "out", *ONE_CHUNK, status=STOPPED)

    def test_another_configuration_names_the_line_and_spoils_nothing(self):
        self.assert_refused("--restart", "out", "--state.temperature=1.3",
                            says=["out/checkpoint.nc",
                                  "in [state] there 'temperature = 1.2', here 'temperature = 1.3'"])
        self.assert_refused("--restart", "out", f"--transport.duration={steps(2000)}",
                            says=["in [transport] there 'duration = 4.0', here 'duration = 8.0'"])
        self.assert_refused(self.write_config({"structure": None}, "other.ini"), "--restart", "out",
                            says=["there '[structure]'"])
        self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)

    def test_keys_that_do_not_change_the_run(self):
        self.run_program(self.config, "--restart", "out", "--checkpoint-interval", "5m", "--output.note=again",
                         f"--transport.integration_limit={steps(12)}", "--transport.temperature_window=0.1",
                         *ONE_CHUNK, status=STOPPED)

    def test_another_number_of_ranks(self):
        self.assert_refused("--restart", "out", ranks=3 - RANKS,
                            says=[f"was written by {RANKS} ranks in 1 replicas", f"here are {3 - RANKS} ranks"])


if __name__ == "__main__":
    main()
