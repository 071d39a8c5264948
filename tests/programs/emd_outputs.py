"""What a run of soret-emd leaves behind."""

import math
import re

from emd_runs import STEPS, EmdTest
from harness import ONE_CHUNK, RANKS, STOPPED, main, netCDF4, steps

SPECIES, PAIRS = ["A", "B"], ["A-A", "A-B", "B-B"]
STATE = {"density": "sigma^-3", "pressure": "epsilon/sigma^3", "mean_temperature": "epsilon/k_B",
         "potential_energy": "epsilon", "enthalpy": "epsilon", "heat_capacity": "k_B",
         "thermal_pressure": "k_B/sigma^3"}
AT_CONSTANT_VOLUME = {name: unit for name, unit in STATE.items() if name != "density"}
BROUGHT_TO_TEMPERATURE = {name: unit for name, unit in AT_CONSTANT_VOLUME.items() if name != "mean_temperature"}
ISOBARIC = {"heat_capacity_isobaric": "k_B", "isothermal_compressibility": "sigma^3/epsilon",
            "thermal_expansion": "k_B/epsilon"}
# Per stage: what is one number, and what is one per species or pair of them.
TRANSPORT = {"temperature_of_transport": "epsilon/k_B", "pressure_of_transport": "epsilon/sigma^3",
             "shear_viscosity": "epsilon tau/sigma^3", "shear_viscosity_cepstral": "epsilon tau/sigma^3",
             "thermal_conductivity": "k_B/sigma/tau", "thermal_conductivity_cepstral": "k_B/sigma/tau",
             "thermal_conductivity_coupling": "k_B/sigma/tau",
             "onsager_mass_mass": "epsilon^2 tau^3/k_B/sigma^5", "onsager_mass_heat": "epsilon^2 tau/k_B/sigma^3",
             "onsager_heat_mass": "epsilon^2 tau/k_B/sigma^3", "onsager_heat_heat": "epsilon^2/k_B/sigma/tau",
             "onsager_asymmetry": "epsilon^2 tau/k_B/sigma^3"}
TRANSPORT_OF = {"self_diffusion": (SPECIES, "sigma^2/tau"), "self_diffusion_infinite": (SPECIES, "sigma^2/tau"),
                "self_diffusion_green_kubo": (SPECIES, "sigma^2/tau")}
STRUCTURE = {"thermodynamic_factor": "", "reduced_compressibility": "", "thermodynamic_factor_from_modes": "",
             "concentration_structure_factor": ""}
STRUCTURE_OF = {"kirkwood_buff": (PAIRS, "sigma^3"), "excess_coordination_part": (PAIRS, "")}
MIXING = {"specific_enthalpy_difference": "sigma^2/tau^2"}
MIXING_OF = {"partial_enthalpy": (SPECIES, "epsilon"), "partial_energy": (SPECIES, "epsilon"),
             "partial_volume": (SPECIES, "sigma^3")}
MUTUAL = {"mutual_diffusion": "sigma^2/tau", "mutual_diffusion_from_modes": "sigma^2/tau",
          "mutual_diffusion_from_displacements": "sigma^2/tau", "interdiffusion": "sigma^2/tau"}
KINETIC = {"mutual_diffusion_kinetic": "sigma^2/tau", "mutual_diffusion_kinetic_from_displacements": "sigma^2/tau"}
ALL = {"onsager_ratio": "sigma^2/tau^2"}
ALL_OF = {"soret_coefficient": (SPECIES, "k_B/epsilon"),
          "soret_coefficient_times_thermodynamic_factor": (SPECIES, "k_B/epsilon"),
          "soret_coefficient_from_modes": (SPECIES, "k_B/epsilon"),
          "thermal_diffusion": (["A"], "k_B sigma^2/epsilon/tau"), "soret_haase": (["A"], "k_B/epsilon"),
          "soret_kempers": (["A"], "k_B/epsilon")}


class EmdSummaries(EmdTest):
    def assert_holds(self, summary, whole, parts):
        for name, unit in whole.items():
            self.assert_estimate(summary[name], unit)
        for name, (of, unit) in parts.items():
            self.assertEqual(list(summary[name]), of, name)
            for estimate in summary[name].values():
                self.assert_estimate(estimate, unit)

    def assert_lacks(self, summary, *groups):
        for group in groups:
            for name in group:
                self.assertNotIn(name, summary)

    def test_the_contract(self):
        self.run_program(self.write_config(), "--output", "out")
        summary = self.summary()
        self.assertEqual(list(summary)[:10], ["program", "version", "ranks", "replicas", "particles", "steps",
                                             "wall_seconds", "atom_steps_per_second", "complete", "warnings"])
        self.assertIs(summary["complete"], True)
        self.assertEqual(summary["warnings"], self.warnings())
        self.assertEqual([summary[key] for key in ("program", "ranks", "replicas", "particles", "steps")],
                         ["soret-emd", RANKS, 1, 256, STEPS])
        self.assertEqual(list(summary)[10], "soret_coefficient")
        self.assert_holds(summary, {**STATE, **ISOBARIC, **TRANSPORT, **KINETIC, **STRUCTURE, **MIXING, **MUTUAL, **ALL},
                          {**TRANSPORT_OF, **STRUCTURE_OF, **MIXING_OF, **ALL_OF})
        soret = summary["soret_coefficient"]
        self.assertEqual(soret["A"]["value"], -soret["B"]["value"])
        self.assertAlmostEqual(summary["mean_temperature"]["value"], 1.2, delta=0.2)
        self.assertAlmostEqual(summary["temperature_of_transport"]["value"], 1.2, delta=0.15)

    def test_identities(self):
        """x_A h_A + x_B h_B is the enthalpy, which is that of energy and volume at the pressure that was kept."""
        self.run_program(self.write_config({"transport": None, "structure": None}), "--output", "out")
        value = lambda name, of=None: self.summary()[name][of]["value"] if of else self.summary()[name]["value"]
        self.assertAlmostEqual(0.5 * (value("partial_enthalpy", "A") + value("partial_enthalpy", "B")),
                               value("enthalpy"), places=12)
        self.assertAlmostEqual(0.5 * (value("partial_energy", "A") + value("partial_energy", "B")),
                               value("potential_energy"), places=12)
        volume = 0.5 * (value("partial_volume", "A") + value("partial_volume", "B"))
        self.assertAlmostEqual(value("enthalpy"), value("potential_energy") + 1.5 * 1.2 + 1.0 * volume, places=12)
        self.assertAlmostEqual(volume * value("density"), 1, delta=1e-3)

    def test_stages_that_were_not_asked_for(self):
        alone = {"isobaric": None, "state.pressure": None}
        self.run_program(self.write_config({**alone, "transport": None}), "--output", "structure")
        summary = self.summary("structure")
        self.assert_holds(summary, {**AT_CONSTANT_VOLUME, **STRUCTURE}, STRUCTURE_OF)
        self.assert_lacks(summary, ISOBARIC, TRANSPORT, TRANSPORT_OF, KINETIC, MIXING, MIXING_OF, MUTUAL, ALL, ALL_OF)
        self.assertAlmostEqual(summary["density"]["value"], 0.7, places=12)
        self.assertEqual(summary["density"]["standard_error"], 0)
        self.run_program(self.write_config({**alone, "structure": None}), "--output", "transport")
        summary = self.summary("transport")
        self.assertEqual(summary["mean_temperature"], {"value": 1.2, "standard_error": 0, "unit": "epsilon/k_B"})
        self.assert_holds(summary, {**BROUGHT_TO_TEMPERATURE, **TRANSPORT, **KINETIC}, TRANSPORT_OF)
        self.assert_lacks(summary, STRUCTURE, STRUCTURE_OF, MIXING, MIXING_OF, MUTUAL, ALL, ALL_OF)
        self.run_program(self.write_config(alone), "--output", "both")
        summary = self.summary("both")
        self.assert_holds(summary, {**BROUGHT_TO_TEMPERATURE, **TRANSPORT, **KINETIC, **STRUCTURE, **MUTUAL},
                          {**TRANSPORT_OF, **STRUCTURE_OF})
        self.assert_lacks(summary, MIXING, MIXING_OF, ALL, ALL_OF)

    def test_stages_that_have_not_begun(self):
        """Stopped again and again: at first there are no estimates at all, and then those of ever more stages."""
        config = self.write_config({"isobaric.equilibration": steps(5), "isobaric.duration": steps(36),
                                    "output.report": "yes"})
        outcome = self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertIn("no estimates yet", outcome.output)
        self.assertEqual(len(self.summary()), 10)
        self.assert_stopped()
        while self.summary()["steps"] < 60:
            self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        page = (self.folder / "out" / "report.html").read_text(encoding="utf-8")
        self.assertIn("The run was stopped before its end", page)
        summary = self.summary()
        self.assert_holds(summary, STATE, {})
        self.assert_lacks(summary, MIXING, MIXING_OF, TRANSPORT, TRANSPORT_OF, STRUCTURE, STRUCTURE_OF, ALL, ALL_OF)
        while self.summary()["steps"] < 130:
            self.run_program("--restart", "out", *ONE_CHUNK, status=STOPPED)
        self.assert_holds(self.summary(), {**STATE, **MIXING}, MIXING_OF)
        self.assert_lacks(self.summary(), TRANSPORT, TRANSPORT_OF, STRUCTURE, STRUCTURE_OF, ALL, ALL_OF)

    def test_one_species_and_three(self):
        pure = {"species.B": None, "state.mole_fractions": "A:1", "isobaric.composition_step": None}
        self.run_program(self.write_config(pure), "--output", "pure")
        summary = self.summary("pure")
        self.assertEqual(list(summary["self_diffusion"]), ["A"])
        self.assertEqual(list(summary["kirkwood_buff"]), ["A-A"])
        self.assert_lacks(summary, KINETIC, MUTUAL, ALL, ALL_OF, ["thermodynamic_factor", "onsager_mass_mass"])
        three = {"species.C.mass": 3, "species.C.epsilon": 1, "species.C.sigma": 1.05,
                 "state.mole_fractions": "A:0.4 B:0.35 C:0.25", "isobaric.composition_step": None}
        self.run_program(self.write_config(three), "--output", "three")
        summary = self.summary("three")
        self.assertIn("no Soret coefficient: it is made for mixtures of two species, and this one has 3",
                      summary["warnings"])
        self.assertEqual(list(summary["self_diffusion"]), ["A", "B", "C"])
        self.assertEqual(list(summary["kirkwood_buff"]), ["A-A", "A-B", "A-C", "B-B", "B-C", "C-C"])
        self.assert_lacks(summary, KINETIC, MUTUAL, ALL, ALL_OF, ["thermodynamic_factor", "onsager_mass_mass"])

    def test_too_little_for_an_estimate_is_no_failure(self):
        """A tracer alone, and limits that leave hardly a lag: warnings, and all other estimates."""
        tracer = {"state.mole_fractions": "A:0.996 B:0.004", "isobaric": None, "state.pressure": None,
                  "structure": None, "transport.diffusive_time": steps(200)}
        outcome = self.run_program(self.write_config(tracer), "--output", "tracer")
        self.assertIn("warning: no diffusion coefficient of B: the motion is taken to be diffusive from", outcome.output)
        self.assert_estimate(self.summary("tracer")["shear_viscosity"], "epsilon tau/sigma^3")

    def test_target_error(self):
        """Mutual diffusion is soon known well enough for almost any target, and Gamma with it."""
        config = self.write_config({"isobaric": None, "state.pressure": None, "transport.duration": steps(20000),
                                    "structure.duration": steps(20000), "transport.blocks": 20,
                                    "structure.blocks": 20, "estimate.target_error": 0.7})
        outcome = self.run_program(config, "--output", "out")
        self.assertIn("the relative standard error of mutual_diffusion_kinetic fell below 0.495 (target 0.7)",
                      outcome.output)
        self.assertIn("the relative standard error of mutual_diffusion fell below 0.7", outcome.output)
        diffusion = self.summary()["mutual_diffusion"]
        self.assertLess(diffusion["standard_error"], 0.7 * diffusion["value"])
        self.assertGreaterEqual(self.summary()["steps"], 300 + 2 * 2000)
        self.assertLess(self.summary()["steps"], 36000)

    def test_replicas(self):
        self.run_program(self.write_config({"run.replicas": RANKS}), "--output", "out")
        summary = self.summary()
        self.assertEqual((summary["replicas"], summary["ranks"], summary["steps"]), (RANKS, RANKS, STEPS))
        self.assert_holds(summary, {**STATE, **TRANSPORT, **MIXING, **ALL}, {**TRANSPORT_OF, **MIXING_OF, **ALL_OF})

    def test_replicas_at_another_temperature(self):
        """Without the one that is farther off, what is measured is that of the other."""
        if RANKS == 1:
            return
        config = self.write_config({"run.replicas": RANKS, "isobaric": None, "state.pressure": None,
                                    "structure": None, "transport.temperature_window": 1e-9})
        outcome = self.run_program(config, "--output", "out", "--transport.reject_replicas=yes")
        found = re.search(r"of 2 of 2 replicas .* replica 1 \(([0-9.]+)\), 2 \(([0-9.]+)\)", outcome.output)
        near, far = sorted((float(text) for text in found.groups()), key=lambda each: abs(each - 1.2))
        window = 0.5 * (abs(near - 1.2) + abs(far - 1.2))
        outcome = self.run_program("--restart", "out", f"--transport.temperature_window={window}",
                                   "--transport.reject_replicas=yes")
        self.assertIn(f"({far:.5f}); 1 remain", outcome.output)
        self.assertAlmostEqual(self.summary()["temperature_of_transport"]["value"], near, places=4)
        self.assert_holds(self.summary(), TRANSPORT, TRANSPORT_OF)


class EmdFiles(EmdTest):
    def test_the_report_is_written_unless_it_is_not_wanted(self):
        names = ["checkpoint.nc", "resolved-config.ini", "results.nc", "run.log", "summary.json"]
        config = self.write_config({"output.report": "yes", "output.note": "a remark & more"})
        self.run_program(config, "--output", "with")
        files = sorted(path.name for path in (self.folder / "with").iterdir())
        self.assertEqual(files, sorted([*names, "report.html"]))
        page = (self.folder / "with" / "report.html").read_text(encoding="utf-8")
        self.assertIn("a remark &amp; more", page)
        self.assertIn("Kirkwood", page)
        self.run_program(self.write_config(), "--output", "without")
        self.assertEqual(sorted(path.name for path in (self.folder / "without").iterdir()), names)

    def test_series_of_compositions(self):
        """A folder for each, and what they have in common above them; also when stopped before any or all is known."""
        config = self.write_config({"state.mole_fractions": None, "state.series": "0.4 0.6", "transport": None,
                                    "output.report": "yes"})
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertEqual(len(self.summary()), 10)
        self.assert_stopped()
        self.run_program("--restart", "out")
        names = {path.name for path in (self.folder / "out").iterdir()}
        self.assertLess({"x-0.4", "x-0.6", "series.csv", "series_fits.csv", "summary.json", "report.html"},
                        names)
        for point in ("0.4", "0.6"):
            summary = self.summary(f"out/x-{point}")
            self.assertEqual(list(summary["kirkwood_buff"]), PAIRS)
            self.assertEqual(summary["density"], self.summary()["density"][f"x={point}"])
            self.assertTrue((self.folder / "out" / f"x-{point}" / "results.nc").exists())
        self.assertNotEqual(self.summary("out/x-0.4")["density"], self.summary("out/x-0.6")["density"])

    def test_results(self):
        self.run_program(self.write_config(), "--output", "out", "--seed", "77")
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual((file.seed, file.program), (77, "soret-emd"))
            self.assertIn("composition_step = 0.1", file.configuration.splitlines())
            self.assertEqual(list(file["species_pair"][:]), PAIRS)
            self.assertEqual(list(file["species"][:]), SPECIES)
            # lags 0 to 10 of the three products of heat and mass flux in both orders, and of the stress
            self.assertEqual(file["flux_correlation"].shape, (5, 11))
            self.assertAlmostEqual(file["lag"][-1], steps(40), places=12)
            self.assert_coefficients_end_curves(file)
            self.assertEqual(file["mean_squared_displacement"].shape[0], 2)
            bins = len(file.dimensions["distance"])
            self.assertEqual(file["radial_distribution"].shape, (3, bins))
            self.assertEqual(file["kirkwood_buff_running"].shape, (3, bins))
            self.assertEqual(file["partial_structure_factor"].shape, (3, len(file.dimensions["wave_number"])))
            distance, g = file["distance"][:], file["radial_distribution"][:]
            self.assertTrue((g[:, distance < 0.7] == 0).all())
            self.assertAlmostEqual(g[:, distance > 2.5].mean(), 1, delta=0.1)
            self.assertTrue(math.isfinite(file["partial_structure_factor"][:].sum()))

    def assert_coefficients_end_curves(self, file):
        """The numbers are read from the curves, where summary.json says."""
        summary = self.summary()
        pairs = list(file["flux_pair"][:])
        for pair, name, limit in (("stress, stress", "shear_viscosity", "stress_integration_limit"),
                                  ("heat flux, heat flux", "onsager_heat_heat", "onsager_integration_limit"),
                                  ("mass flux 0, heat flux", "onsager_mass_heat", "onsager_integration_limit")):
            lag = round(summary[limit]["value"] / file["lag"][1])
            self.assertAlmostEqual(file["running_coefficient"][pairs.index(pair), lag] / summary[name]["value"], 1)
            error = file["running_coefficient_standard_error"][pairs.index(pair), lag]
            self.assertAlmostEqual(error / summary[name]["standard_error"], 1)
        zero = dict(zip(file["spectrum_of"][:], file["spectrum_smoothed"][:, 0]))
        sum_less_difference = zero.pop("onsager_sum_of_fluxes") - zero.pop("onsager_difference_of_fluxes")
        coupling = 0.25 * sum_less_difference * math.sqrt(zero["onsager_mass_mass"] * zero["onsager_heat_heat"])
        zero["onsager_mass_heat"] = coupling
        for name, value in zero.items():
            self.assertAlmostEqual(value / summary[name + "_cepstral"]["value"], 1)

    def test_long_correlations(self):
        config = self.write_config({"isobaric": None, "state.pressure": None, "structure": None,
                                    "transport.interval": 2, "transport.long_correlation_time": steps(100),
                                    "output.report": "yes"})
        self.run_program(config, "--output", "out")
        report = (self.folder / "out" / "report.html").read_text()
        self.assertEqual(report.count("Running integral by both forms"), 5)
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual(file["flux_correlation"].shape, (5, 21))
            # 32 lags of two steps and 16 of four, which reach 100 steps
            self.assertEqual(file["long_flux_correlation"].shape, (5, 48))
            lag, long_lag = file["lag"][:], file["long_lag"][:]
            self.assertAlmostEqual(long_lag[-1], steps(124), places=12)
            self.assertLess(abs(long_lag[:21] - lag).max(), 1e-12)
            for name in ("flux_correlation", "running_coefficient"):
                fourier, doubling = file[name][:], file[f"long_{name}"][:]
                error = file[f"long_{name}_standard_error"][:]
                self.assertTrue((error[:, 1:] > 0).all())
                difference = abs(doubling[:, 1:21] - fourier[:, 1:]) / error[:, 1:21]
                self.assertLess(difference.max(), 1)  # of the same samples, but for the last origins

    def test_series_of_stages(self):
        self.run_program(self.write_config({"run.replicas": RANKS}), "--output", "out")
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            for stage in ("isobaric", "isobaric_below", "isobaric_above", "transport", "structure"):
                self.assert_series_of(stage, file)
            kinetic, conserved = file["transport_kinetic_energy"][:], file["transport_conserved_energy"][:]
            potential, replica = file["transport_potential_energy"][:], file["transport_replica"][:]
            for one in range(RANKS):
                energies = conserved[replica == one]
                self.assertLess(energies.max() - energies.min(), 1e-3 * kinetic.mean())
            self.assertTrue((conserved == kinetic + potential).all())  # nothing adds energy to an isolated system
            self.assertGreater(file["isobaric_volume"][:].std(), 0)
            self.assertLess(file["transport_box_length"][:].std(), 1e-12)
            self.assertAlmostEqual(2 * kinetic.mean() / (3 * 256 - 3), 1.2, delta=0.15)

    def test_conserved_energy_at_constant_pressure(self):
        """Only Nosé-Hoover chains on the box book what it does."""
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        only = {"transport": None, "structure": None}
        self.run_program(self.write_config(only), "--output", "rescaled")
        with netCDF4.Dataset(self.folder / "rescaled" / "results.nc") as file:
            self.assertNotIn("isobaric_conserved_energy", file.variables)
        self.run_program(self.write_config({**only, "ensemble.barostat": "martyna-tobias-klein"}), "--output", "chains")
        with netCDF4.Dataset(self.folder / "chains" / "results.nc") as file:
            total = file["isobaric_kinetic_energy"][:] + file["isobaric_potential_energy"][:]
            self.assertLess(file["isobaric_conserved_energy"][:].std(), 0.1 * total.std())

    def assert_series_of(self, stage, file):
        rows = len(file.dimensions[f"{stage}_row"])
        self.assertEqual(rows % RANKS, 0)
        self.assertGreater(rows, 40 * RANKS)
        self.assertEqual(file[f"{stage}_pressure"].shape, (rows, 6))
        self.assertEqual(file[f"{stage}_pressure"].units, "epsilon/sigma^3")
        self.assertEqual(file[f"{stage}_box_length"].shape, (rows, 3))
        self.assertEqual(file[f"{stage}_potential_energy"].units, "epsilon")
        last = "volume" if stage.startswith("isobaric") else "conserved_energy"
        for name in ("replica", "time", "kinetic_energy", "potential_energy", last):
            self.assertEqual(file[f"{stage}_{name}"].shape, (rows,))
        self.assertEqual(list(file[f"{stage}_replica"][:]), [row * RANKS // rows for row in range(rows)])
        time = file[f"{stage}_time"][:].reshape(RANKS, -1)
        self.assertTrue((time[:, 1:] > time[:, :-1]).all())


class EmdOptions(EmdTest):
    def test_help_lists_every_key(self):
        self.assert_help_lists_every_key(self.write_config(), ("help", "version", "check", "quiet", "output", "seed",
                                                               "replicas", "precision", "max-time", "restart"))

    def test_help_tells_of_trajectories(self):
        text = self.run_program("--help").output
        for part in ("\n[trajectory]\n", "\n  frame_stride ", "\n[isobaric]\n"):
            self.assertIn(part, text)

    def test_version(self):
        self.assertRegex(self.run_program("--version").output, r"^soret-emd \d+\.\d+\.\d+\n$")

    def test_check_writes_nothing(self):
        config = self.write_config()
        outcome = self.run_program(config, "--check", "--output", "out", "--run.seed=3")
        self.assertIn("the configuration is accepted", outcome.output)
        self.assertIn("seed = 3", outcome.output.splitlines())
        self.assertEqual([path.name for path in self.folder.iterdir()], [config])

    def test_seeds(self):
        config = self.write_config({"isobaric": None, "state.pressure": None, "structure": None})
        for directory, seed in (("a", 1), ("b", 2), ("c", 1)):
            self.run_program(config, "--output", directory, "--seed", seed)
        self.assert_same_results("a", "c")
        self.assertNotEqual(self.summary("a")["shear_viscosity"], self.summary("b")["shear_viscosity"])


if __name__ == "__main__":
    main()
