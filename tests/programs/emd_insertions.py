"""Chemical potentials by insertion, as users of soret-emd meet them."""

import math

from emd_runs import EmdTest
from harness import MIXTURE, ONE_CHUNK, RANKS, STOPPED, TIME_STEP, main, netCDF4, steps

# Boxes of 7.1: three and a half cutoffs, so that two ranks share them.
SMALL_INSERTION = {
    **MIXTURE,
    "state": {"mole_fractions": "A:0.5 B:0.5", "temperature": 1.4, "density": 0.5},
    "run": {"time_step": TIME_STEP},
    "ensemble": {"relaxation_time": 0.1, "barostat_relaxation_time": 0.5},
    "insertion": {"particles": 256, "species": "A B", "equilibration": steps(40), "duration": steps(160), "interval": 4,
                  "couplings": "0 0.3 0.6 1", "window_equilibration": steps(15)},
    "output": {"report": "no"},
}
ESTIMATORS = ["", "_bar", "_integration", "_integration_trapezoid", "_exponential_forward", "_exponential_backward"]
NPT = {"insertion.ensemble": "npt", "state.pressure": 0.5}
TO_ITS_END = 10_000


class InsertionTest(EmdTest):
    small = SMALL_INSERTION


class Insertions(InsertionTest):
    def test_the_contract(self):
        config = self.write_config({"insertion.test_insertions": 100, "output.report": "yes", "output.samples": "yes"})
        self.run_program(config, "--output", "out")
        self.assertFalse((self.folder / "out/samples").exists(), "a particle that is half there is no sample")
        summary = self.summary()
        for ending in [*ESTIMATORS, "_widom"]:
            self.assertEqual(list(summary["chemical_potential_excess" + ending]), ["A", "B"], ending)
            for estimate in summary["chemical_potential_excess" + ending].values():
                self.assert_estimate(estimate, "epsilon")
        for of in ("A", "B"):
            total, ideal, excess = (summary["chemical_potential" + ending][of]["value"]
                                    for ending in ("", "_ideal", "_excess"))
            self.assertAlmostEqual(total, ideal + excess, places=10)
            self.assertAlmostEqual(ideal, 1.4 * math.log(0.5 * 256.5 / 256 * 0.5), places=6)
        self.assertAlmostEqual(summary["mean_temperature"]["value"], 1.4, delta=0.1)
        page = (self.folder / "out" / "report.html").read_text(encoding="utf-8")
        self.assertIn("Mean force along the coupling", page)
        self.assertIn("Overlap matrix: B", page)

    def test_results(self):
        self.run_program(self.write_config(), "--output", "out")
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual(list(file["insertion"][:]), ["A", "B"])
            self.assertEqual([round(value, 9) for value in file["coupling"][:]], [0, 0.3, 0.6, 1])
            self.assertEqual(file["window_overlap"].shape, (2, 4, 4))
            self.assertTrue(abs(file["window_overlap"][:].sum(axis=2) - 1).max() < 1e-8)
            self.assertTrue((file["coupling_free_energy"][:, 0] == 0).all())
            last = 1.4 * file["coupling_free_energy"][1, 3]
            self.assertAlmostEqual(last, self.summary()["chemical_potential_excess"]["B"]["value"], places=9)

    def test_series_at_constant_pressure(self):
        config = self.write_config({**NPT, "insertion.composition_shift": 0.1, "insertion.temperatures": "1.5",
                                    "output.report": "yes"})
        self.run_program(config, "--output", "out")
        summary = self.summary()
        self.assert_estimate(summary["thermodynamic_factor_from_insertion"], "")
        self.assert_estimate(summary["gibbs_duhem"], "epsilon")
        for name, unit in (("thermodynamic_factor_by_potential", ""), ("chemical_potential_slope", "epsilon"),
                           ("soret_eastman", "k_B/epsilon"), ("solvation_enthalpy", "epsilon")):
            self.assertEqual(list(summary[name]), ["A", "B"], name)
            self.assert_estimate(summary[name]["A"], unit)
        self.assertEqual(list(summary["solvation_free_energy"]), ["A T=1.4", "A T=1.5", "B T=1.4", "B T=1.5"])
        self.assertIn("Solvation free energy against temperature",
                      (self.folder / "out" / "report.html").read_text(encoding="utf-8"))

    def test_ramps(self):
        config = self.write_config({"insertion.mode": "ramp", "insertion.ramps": 3, "insertion.couplings": "0 0.5 1",
                                    "insertion.species": "B"})
        self.run_program(config, "--output", "out")
        summary = self.summary()
        up, down, mean = (summary["chemical_potential_excess" + ending]["B"]["value"]
                          for ending in ("_ramp_upwards", "_ramp_downwards", ""))
        self.assertAlmostEqual(mean, 0.5 * (up + down), places=12)
        self.assertNotIn("chemical_potential_excess_bar", summary)

    def test_a_solute_that_is_not_there(self):
        config = self.write_config({"state.mole_fractions": "A:1 B:0", "insertion.species": "B"})
        self.run_program(config, "--output", "out")
        self.assertEqual(list(self.summary()["chemical_potential_excess"]), ["B"])
        self.assertNotIn("chemical_potential", self.summary())

    def test_windows_that_have_not_begun(self):
        config = self.write_config({"output.report": "yes", "insertion.equilibration": 0})
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        while self.summary()["steps"] < 120:
            outcome = self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("warning: insertion of A: no free energy from windows: window 1 (lambda = 0.3) has 0 samples",
                      outcome.output)
        self.assertNotIn("chemical_potential_excess", self.summary())
        self.assertIn("density", self.summary())


class Exchanges(EmdTest):
    def test_exchanges_at_constant_pressure(self):
        config = self.write_config({"isobaric.exchanges": 20, "isobaric.duration": steps(400)})
        self.run_program(config, "--output", "out")
        summary = self.summary()
        for name, unit in (("chemical_potential_difference", "epsilon"), ("thermodynamic_factor_from_exchange", ""),
                           ("mutual_diffusion_from_exchange", "sigma^2/tau")):
            self.assert_estimate(summary[name], unit)
        self.assertEqual(list(summary["soret_coefficient_from_exchange"]), ["A", "B"])
        forward, backward, mean = (summary["chemical_potential_difference" + ending]["value"]
                                   for ending in ("_forward", "_backward", ""))
        self.assertAlmostEqual(mean, 0.5 * (forward + backward), places=12)
        self.assertAlmostEqual(summary["thermodynamic_factor_from_exchange"]["value"], 1, delta=0.3)

    def test_splits(self):
        config = self.write_config({"isobaric.exchanges": 20, "isobaric.equilibration": steps(12),
                                    "isobaric.duration": steps(35), "isobaric.composition_step": None,
                                    "transport": None, "structure": None})
        self.assert_splits(config, TO_ITS_END)

    def test_two_species_are_needed(self):
        self.assert_refused(self.write_config({"species.B": None, "state.mole_fractions": "A:1",
                                               "isobaric.composition_step": None, "isobaric.exchanges": 5}),
                            "--output", "out", says=["isobaric.exchanges = 5", "it needs a model of two species"])


class InsertionSplits(InsertionTest):
    def test_windows(self):
        """No length a multiple of the ten steps after which a run looks whether it should stop."""
        config = self.write_config({"insertion.couplings": "0 0.6 1", "insertion.duration": steps(33),
                                    "insertion.test_insertions": 20, "insertion.most_samples": 8,
                                    "insertion.equilibration": steps(12), "insertion.species": "B"})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assert_stopped_within_each(stops, (12, *3 * (15, 33)))

    def test_ramps_at_constant_pressure(self):
        config = self.write_config({**NPT, "insertion.mode": "ramp", "insertion.ramps": 1, "insertion.species": "A",
                                    "insertion.duration": steps(80), "insertion.temperatures": "1.5"})
        stops = self.assert_splits(config, TO_ITS_END)
        self.assert_stopped_within_each(stops, 2 * (40, 80, 80))

    def test_replicas(self):
        if RANKS > 1:
            config = self.write_config({"run.replicas": RANKS, "insertion.duration": steps(40),
                                        "insertion.couplings": "0 0.6 1", "insertion.species": "A"})
            self.assert_splits(config, TO_ITS_END)


class InsertionRefusals(InsertionTest):
    def test_every_mistake_is_listed(self):
        config = self.write_config({"insertion.species": "A C", "insertion.couplings": "1 0",
                                    "insertion.composition_shift": 0.1, "insertion.window": 3})
        outcome = self.assert_refused(config, "--output", "out",
                                      says=["the model has no species 'C', but A, B", "they must increase, from 0 to 1",
                                            "insertion.ensemble must be npt", "unknown key insertion.window"])
        self.assertEqual(outcome.errors.count("soret: "), 4, outcome.errors)

    def test_a_potential_that_cannot_be_coupled(self):
        self.assert_refused(self.write_config({"model.potential": "force-shifted-lennard-jones"}), "--output", "out",
                            says=["the potential of the pair A-B cannot be coupled by degrees; accepted are "
                                  "lennard-jones (shifted or cut) and weeks-chandler-andersen"])

    def test_help_lists_every_key(self):
        self.assert_help_lists_every_key(self.write_config(), ())


if __name__ == "__main__":
    main()
