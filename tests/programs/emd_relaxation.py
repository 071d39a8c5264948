"""The stage relaxation, as users of soret-emd and soret-compare meet it."""

from emd_runs import EmdTest
from harness import MIXTURE, RANKS, TIME_STEP, main, netCDF4, steps

# A box of 7.1: three and a half cutoffs, so that two ranks share it.
SMALL_RELAXATION = {
    **MIXTURE,
    "state": {"mole_fractions": "A:0.5 B:0.5", "temperature": 1.4, "density": 0.7},
    "run": {"time_step": TIME_STEP},
    "ensemble": {"relaxation_time": 0.1},
    "relaxation": {"particles": 256, "equilibration": steps(40), "ageing": steps(20), "duration": steps(600),
                   "interval": 3, "longest_time": steps(200), "wave_numbers": "6.5 2", "collective_interval": 8},
    "output": {"report": "no"},
}
TO_ITS_END = 10_000


class RelaxationTest(EmdTest):
    small = SMALL_RELAXATION


class Relaxation(RelaxationTest):
    def test_the_contract(self):
        config = self.write_config({"output.report": "yes"})
        self.run_program(config, "--output", "out")
        summary = self.summary()
        self.assert_estimate(summary["relaxation_time"], "tau")
        self.assertEqual(list(summary["relaxation_time_of_species"]), ["A", "B"])
        self.assertIn("all q=6.5", summary["relaxation_time_scattering"])
        self.assertEqual(list(summary["non_gaussian_peak"]), ["A", "B"])
        page = (self.folder / "out" / "report.html").read_text(encoding="utf-8")
        for picture in ("Self-overlap", "Dynamic susceptibility", "Self-intermediate scattering",
                        "Mean squared displacement", "Non-Gaussian parameter", "Collective overlap",
                        "Coherent scattering"):
            self.assertIn(picture, page)

    def test_results(self):
        self.run_program(self.write_config(), "--output", "out")
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual(list(file["relaxation_group"][:]), ["A", "B", "all"])
            self.assertEqual(list(file["relaxation_wave_number"][:]), [6.5, 2])
            self.assertEqual(file["self_scattering"].shape[:2], (3, 2))
            self.assertAlmostEqual(file["relaxation_lag"][0], 3 * float(TIME_STEP))
            self.assertEqual(file["collective_lag"][0], 0)
            self.assertTrue((file["collective_overlap"][:, 0] == 1).all())
            self.assertTrue((file["self_overlap"][:, 0] == 1).all())

    def test_a_decay_that_is_not_reached(self):
        config = self.write_config({"relaxation.longest_time": steps(15)})
        outcome = self.run_program(config, "--output", "out")
        self.assertIn("warning: relaxation_time is longer than", outcome.output)
        self.assertNotIn("relaxation_time", self.summary())
        self.assertTrue(any("1/e is not reached" in warning for warning in self.summary()["warnings"]))

    def test_a_short_run_is_distrusted(self):
        self.run_program(self.write_config(), "--output", "out")
        self.assertTrue(any("fewer than 10" in warning for warning in self.summary()["warnings"]),
                        self.summary()["warnings"])


class RelaxationSplits(RelaxationTest):
    def test_splits(self):
        """No length a multiple of the ten steps after which a run looks whether it should stop."""
        config = self.write_config({"relaxation.equilibration": steps(12), "relaxation.ageing": steps(23),
                                    "relaxation.duration": steps(94), "relaxation.longest_time": steps(40)})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assert_stopped_within_each(stops, (12, 23, 94))

    def test_replicas(self):
        if RANKS > 1:
            config = self.write_config({"run.replicas": RANKS, "relaxation.duration": steps(94),
                                        "relaxation.longest_time": steps(40)})
            self.assert_splits(config, TO_ITS_END)


class RelaxationRefusals(RelaxationTest):
    def test_help_lists_every_key(self):
        self.assert_help_lists_every_key(self.write_config(), ())


if __name__ == "__main__":
    main()
