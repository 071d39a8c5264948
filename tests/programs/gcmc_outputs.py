"""What a run of soret-gcmc leaves behind."""

import math

from gcmc_runs import ATTEMPTS, CLOSED, DYNAMICS, ISOBARIC, GcmcTest
from harness import ONE_CHUNK, RANKS, STOPPED, main, netCDF4

SPECIES, PAIRS = ["A", "B"], ["A-A", "A-B", "B-B"]
STATE = {"density": "sigma^-3", "potential_energy": "epsilon", "pressure": "epsilon/sigma^3"}
OPEN = {"thermodynamic_factor": "", "thermodynamic_factor_excess": "", "reduced_compressibility": ""}
OPEN_OF = {"kirkwood_buff": (PAIRS, "sigma^3"), "mole_fraction": (SPECIES, ""), "particle_number": (SPECIES, ""),
           "chemical_potential_excess": (SPECIES, "epsilon"), "partial_volume": (SPECIES, "sigma^3"),
           "partial_energy": (SPECIES, "epsilon"), "partial_enthalpy": (SPECIES, "epsilon"),
           "acceptance": (["displacement A", "displacement B", "insertion A", "deletion A", "insertion B",
                           "deletion B", "exchange A to B", "exchange B to A"], ""),
           "autocorrelation_time": (["N(A)", "N(B)", "N", "x(A)"], ""),
           "effective_samples": (["N(A)", "N(B)", "N", "x(A)"], "")}


class GcmcSummaries(GcmcTest):
    def assert_holds(self, summary, whole, parts):
        for name, unit in whole.items():
            self.assert_estimate(summary[name], unit)
        for name, (of, unit) in parts.items():
            self.assertEqual(sorted(summary[name]), sorted(of))
            for estimate in summary[name].values():
                if name == "acceptance":  # follows what the chain remembers: its error is not known
                    self.assertIsNone(estimate["standard_error"])
                    self.assertTrue(0 <= estimate["value"] <= 1)
                else:
                    self.assert_estimate(estimate, unit)

    def test_the_contract(self):
        self.run_program(self.write_config(), "--output", "out")
        summary = self.summary()
        self.assertEqual(list(summary)[:11], ["program", "version", "ranks", "replicas", "particles", "steps",
                                             "wall_seconds", "atom_steps_per_second", "complete", "warnings",
                                             "thermodynamic_factor"])
        self.assertIs(summary["complete"], True)
        self.assertEqual(summary["warnings"], self.warnings())
        self.assertEqual([summary[key] for key in ("program", "ranks", "replicas", "steps")],
                         ["soret-gcmc", RANKS, RANKS, ATTEMPTS])
        self.assert_holds(summary, {**STATE, **OPEN}, OPEN_OF)
        self.assertEqual(summary["mean_temperature"], {"value": 1.2, "standard_error": 0, "unit": "epsilon/k_B"})
        fractions = summary["mole_fraction"]
        self.assertAlmostEqual(fractions["A"]["value"] + fractions["B"]["value"], 1, places=12)
        self.assertAlmostEqual(summary["thermodynamic_factor"]["value"] - 1,
                               summary["thermodynamic_factor_excess"]["value"], places=12)
        numbers = summary["particle_number"]
        self.assertAlmostEqual((numbers["A"]["value"] + numbers["B"]["value"]) / 216, summary["density"]["value"])

    def test_an_ideal_gas(self):
        """Particles too small to meet: the density is the activity, numbers are independent of each other."""
        ideal = {"model.mixing": "none", "species.A.sigma": 1e-4, "species.B.sigma": 1e-4, "pair.A-B.sigma": 1e-4,
                 "pair.A-B.epsilon": 1, "run.attempts": 400000, "run.sample_interval": 20, "start.kind": "lattice",
                 "state.largest_density": 1}
        self.run_program(self.write_config(ideal), "--output", "out")
        summary = self.summary()
        for name, exact in (("density", 0.11), ("thermodynamic_factor", 1), ("reduced_compressibility", 1),
                            ("pressure", 0.11 * 1.2)):
            self.assertLess(abs(summary[name]["value"] - exact), 4 * summary[name]["standard_error"], name)
        for pair in PAIRS:
            integral = summary["kirkwood_buff"][pair]
            self.assertLess(abs(integral["value"]), 4 * integral["standard_error"], pair)
        for kind in ("insertion A", "deletion B"):
            self.assertGreater(summary["acceptance"][kind]["value"], 0.5)

    def test_closed_ensembles(self):
        self.run_program(self.write_config(CLOSED), "--output", "canonical")
        summary = self.summary("canonical")
        self.assert_holds(summary, {"potential_energy": "epsilon", "pressure": "epsilon/sigma^3"},
                          {"acceptance": (["displacement A", "displacement B", "swap A-B"], ""),
                           "effective_samples": (["U"], "")})
        self.run_program(self.write_config({**ISOBARIC, "moves.volume_changes": 0.1, "run.equilibration": 100000,
                                            "run.attempts": 600000}), "--output", "isobaric")
        summary = self.summary("isobaric")
        self.assert_holds(summary, {**STATE, "enthalpy": "epsilon"}, {"effective_samples": (["U", "V"], "")})
        self.assertLess(abs(summary["pressure"]["value"] - 0.3), 4 * summary["pressure"]["standard_error"])
        self.assertLess(summary["pressure"]["standard_error"], 0.01)
        for name in OPEN:
            self.assertNotIn(name, summary)

    def test_copies_of_a_file(self):
        """While moves are too small to change anything every particle has the energy that it has in the file."""
        sites = [(x, y, z) for x in range(4) for y in range(4) for z in range(4)]
        lines = [f"{'AB'[n % 3 % 2]} {1.5 * x} {1.5 * y} {1.5 * z}" for n, (x, y, z) in enumerate(sites)]
        (self.folder / "start.xyz").write_text(
            "\n".join([str(len(sites)), 'Lattice="6 0 0 0 6 0 0 0 6" Properties=species:S:1:pos:R:3', *lines, ""]),
            encoding="utf-8")
        still = {**CLOSED, **{f"start.{key}": None for key in ("box", "density", "mole_fractions")},
                 "start.kind": "xyz", "start.file": "start.xyz", "moves.swaps": 0, "moves.displacement": 1e-9,
                 "moves.tuning": "no", "run.settling": 0, "run.equilibration": 0}
        energies = []
        for copies, particles in (("1 1 1", 64), ("1 2 3", 384)):
            output = f"of-{particles}"
            self.run_program(self.write_config({**still, "start.copies": copies}), "--output", output)
            self.assertEqual(self.summary(output)["particles"], particles)
            energies.append(self.summary(output)["potential_energy"]["value"])
        self.assertLess(energies[0], -0.5)
        self.assertAlmostEqual(*energies, places=6)

    def test_ghosts_and_dynamics(self):
        self.run_program(self.write_config({**DYNAMICS, "run.ghost_insertions": 5}), "--output", "out")
        summary = self.summary()
        for species in SPECIES:
            by_ghosts = summary["chemical_potential_excess_by_insertion"][species]
            by_number = summary["chemical_potential_excess"][species]
            error = math.hypot(by_ghosts["standard_error"], by_number["standard_error"])
            self.assertLess(abs(by_ghosts["value"] - by_number["value"]), 4 * error)
        self.assertGreater(summary["acceptance"]["trajectory"]["value"], 0.5)

    def test_one_species_and_three(self):
        pure = {"species.B": None, "start.mole_fractions": "A:1", "state.activities": "A:0.1"}
        self.run_program(self.write_config(pure), "--output", "pure")
        summary = self.summary("pure")
        self.assertEqual(list(summary["kirkwood_buff"]), ["A-A"])
        self.assertNotIn("thermodynamic_factor", summary)
        three = {"species.C.mass": 3, "species.C.epsilon": 1, "species.C.sigma": 1.05,
                 "state.activities": "A:0.03 B:0.03 C:0.03", "start.mole_fractions": "A:0.4 B:0.35 C:0.25"}
        self.run_program(self.write_config(three), "--output", "three")
        summary = self.summary("three")
        self.assertEqual(list(summary["kirkwood_buff"]), ["A-A", "A-B", "A-C", "B-B", "B-C", "C-C"])
        self.assertEqual(sorted(summary["mole_fraction"]), ["A", "B", "C"])
        self.assertNotIn("thermodynamic_factor", summary)

    def test_a_phase_that_has_not_begun(self):
        self.run_program(self.write_config(), "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertEqual(len(self.summary()), 10)
        self.assert_stopped()
        self.assertIn("no estimates yet", self.log())

    def test_a_target_error_ends_the_run(self):
        config = self.write_config({"run.attempts": 100_000_000, "species.B": None, "start.mole_fractions": "A:1",
                                    "state.activities": "A:0.05"})
        self.run_program(config, "--output", "out", "--target-error", "0.5", "--max-time", "60s")
        self.assertIn("fell below the target of 0.5", self.log())
        self.assertLess(self.summary()["steps"], 60_000_000)


class GcmcFiles(GcmcTest):
    def test_the_report_is_written_unless_it_is_not_wanted(self):
        names = ["checkpoint.nc", "resolved-config.ini", "results.nc", "run.log", "summary.json"]
        self.run_program(self.write_config({"output.report": "yes", "output.note": "a remark & more"}), "--output", "with")
        self.assertEqual(sorted(path.name for path in (self.folder / "with").iterdir()), sorted([*names, "report.html"]))
        page = (self.folder / "with" / "report.html").read_text(encoding="utf-8")
        for text in ("a remark &amp; more", "Histogram of the number of A", "Autocorrelation", "svg"):
            self.assertIn(text, page)
        self.run_program(self.write_config({**CLOSED, "output.report": "yes"}), "--output", "closed")
        self.assertTrue((self.folder / "closed" / "report.html").exists())
        self.run_program(self.write_config(), "--output", "without")
        self.assertEqual(sorted(path.name for path in (self.folder / "without").iterdir()), names)

    def test_results(self):
        self.run_program(self.write_config(), "--output", "out", "--seed", "77")
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual((file.seed, file.program), (77, "soret-gcmc"))
            self.assertIn("sample_interval = 50", file.configuration.splitlines())
            self.assertEqual(list(file["species"][:]), SPECIES)
            samples = RANKS * 40000 // 50
            self.assertEqual(file["block_samples"][:].sum(), samples)
            self.assertEqual(set(file["block_chain"][:]), set(range(RANKS)))
            for name in ("histogram_A", "histogram_B", "histogram_total", "histogram_A_B"):
                self.assertEqual(file[name][:].sum(), samples)
            weights = file["block_samples"][:]
            mean = (file["block_number"][:, 0] * weights).sum() / samples
            self.assertAlmostEqual(mean, self.summary()["particle_number"]["A"]["value"], places=9)
            histogram = (file["number_A"][:] * file["histogram_A"][:]).sum() / samples
            self.assertAlmostEqual(mean, histogram, places=9)
            self.assertTrue((file["autocorrelation"][:, 0] == 1).all())


class GcmcOptions(GcmcTest):
    def test_help_lists_every_key(self):
        self.assert_help_lists_every_key(self.write_config(), ("help", "version", "check", "quiet", "output", "seed",
                                                               "replicas", "target-error", "max-time", "restart"))

    def test_version(self):
        self.assertRegex(self.run_program("--version").output, r"^soret-gcmc \d+\.\d+\.\d+\n$")

    def test_seeds(self):
        config = self.write_config()
        for directory, seed in (("a", 1), ("b", 2), ("c", 1)):
            self.run_program(config, "--output", directory, "--seed", seed)
        self.assert_same_results("a", "c")
        self.assertNotEqual(self.summary("a")["density"], self.summary("b")["density"])


if __name__ == "__main__":
    main()
