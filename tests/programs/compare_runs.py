"""The table of routes to the Soret coefficient that soret-compare makes of made-up summaries."""

import json

from harness import ProgramTest, main


def estimate(value, error, unit=""):
    return {"value": value, "standard_error": error, "unit": unit}


def soret(value, error):
    """Of both species."""
    return {"1": estimate(value, error, "k_B/epsilon"), "2": estimate(-value, error, "k_B/epsilon")}


STATE = {"mean_temperature": estimate(0.62, 0.0001, "epsilon/k_B"), "pressure": estimate(0.46, 0.002, "epsilon/sigma^3")}
GRADIENT = {"program": "soret-nemd", "version": "0", "soret_coefficient": soret(-5, 0.3), **STATE}
# S_T Gamma = -4 with an error of 5 %, Gamma = 0.8 and 1 with errors of 2 % and 3 %.
EQUILIBRIUM = {"program": "soret-emd", "version": "0", "soret_coefficient": soret(-5, 0.27), **STATE,
               "thermodynamic_factor": estimate(0.8, 0.016), "thermodynamic_factor_from_modes": estimate(1, 0.03),
               "soret_coefficient_from_modes": soret(-4, 0.23),
               "soret_coefficient_times_thermodynamic_factor": soret(-4, 0.2)}
OPEN = {"program": "soret-gcmc", "version": "0", "thermodynamic_factor": estimate(0.5, 0.06),
        "mole_fraction": {"1": estimate(0.505, 0.002), "2": estimate(0.495, 0.002)},
        **STATE, "pressure": estimate(0.48, 0.01, "epsilon/sigma^3")}


class Routes(ProgramTest):
    def write_run(self, name, summary, configuration):
        (self.folder / name).mkdir()
        (self.folder / name / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
        (self.folder / name / "resolved-config.ini").write_text(configuration, encoding="utf-8")
        return name

    def write_runs(self, of_open=OPEN):
        """The open mixture started at another composition than it has."""
        return [self.write_run("gradient", GRADIENT, "[start]\nmole_fractions = 1:0.5 2:0.5\n"),
                self.write_run("equilibrium", EQUILIBRIUM, "[state]\nmole_fractions = 1:0.5 2:0.5\n"),
                self.write_run("open", of_open, "[start]\nmole_fractions = 1:0.2 2:0.8\n")]

    def test_the_table(self):
        output = self.run_program(*self.write_runs(), "--json", "c.json", "--output", "c.html").output
        rows = [" ".join(line.split()) for line in output.splitlines()]
        for row in ("route to S_T of 1 run Γ S_T / (k_B/epsilon) S_T − first Γ − first of run",
                    "1: temperature gradient 1 – -5.00 ± 0.30 – –",
                    "2: Γ from distribution functions 2 0.800 ± 0.016 -5.00 ± 0.27 +0.0 –",
                    "3: Γ from structure factors 2 1.000 ± 0.030 -4.00 ± 0.23 +2.6 * +5.9 **",
                    "4: Γ from number fluctuations 2, Γ of 3 0.500 ± 0.060 -8.0 ± 1.0 -2.8 * -4.8 **",
                    "run mole fraction of 1 temperature / (epsilon/k_B) pressure / (epsilon/sigma^3)",
                    "1 0.5 (exact) 0.62000 ± 0.00010 0.4600 ± 0.0020",
                    "3 0.5050 ± 0.0020 0.62000 ± 0.00010 0.480 ± 0.010"):
            self.assertIn(row, rows)
        self.assertIn("Routes 2, 3, 4 have the Onsager coefficients and enthalpies of run 2 in common", output)
        found = json.loads((self.folder / "c.json").read_text(encoding="utf-8"))
        self.assertEqual([(route["run"], route["factor_run"]) for route in found["routes"]],
                         [(1, None), (2, 2), (2, 2), (2, 3)])
        last = found["routes"][-1]["soret_coefficient"]
        self.assertAlmostEqual(last["value"], -8)
        self.assertAlmostEqual(last["standard_error"], 8 * (0.05**2 + 0.12**2) ** 0.5, places=3)
        self.assertEqual(found["route_states"][2]["mole_fraction"], {"value": 0.505, "standard_error": 0.002})
        page = (self.folder / "c.html").read_text(encoding="utf-8")
        self.assertIn("Routes to the Soret coefficient of 1", page)
        self.assertIn("Thermodynamic factor by route", page)

    def test_runs_that_were_stopped(self):
        """Older summaries do not tell."""
        remark = "Run 3 was stopped before its end"
        runs = self.write_runs({**OPEN, "complete": False, "warnings": ["short"]})
        self.assertIn(remark, self.run_program(*runs).output)
        (self.folder / "open" / "summary.json").write_text(json.dumps({**OPEN, "complete": True, "warnings": []}))
        self.assertNotIn("stopped", self.run_program(*runs).output)

    def test_no_table(self):
        """Of other quantities than those asked for, or of runs at different compositions or temperatures."""
        runs = self.write_runs()
        self.assertNotIn("route", self.run_program(*runs, "--quantity", "pressure").output)
        self.assertIn("route", self.run_program(*runs, "--quantity", "soret_coefficient").output)
        richer = {**OPEN, "mole_fraction": {"1": estimate(0.52, 0.002), "2": estimate(0.48, 0.002)}}
        hotter = {**OPEN, "mean_temperature": estimate(0.66, 0, "epsilon/k_B")}
        for name, summary, reason in (
                ("richer", richer, "mole fractions of 1 0.5 and 0.52 of runs 1 and 3 differ by 0.02, allowed is 0.01"),
                ("hotter", hotter, "temperatures 0.62 and 0.66 of runs 1 and 3 differ by 6.1 %, allowed is 1 %")):
            run = self.write_run(name, summary, "[start]\nmole_fractions = 1:0.5 2:0.5\n")
            output = self.run_program(*runs[:2], run, "--json", "c.json").output
            self.assertIn("The runs differ in", output)
            self.assertNotIn("route to S_T", output)
            self.assertIn(f"No table of routes: the {reason} or two standard errors.", output)
            self.assertEqual(json.loads((self.folder / "c.json").read_text(encoding="utf-8"))["routes"], [])

    def test_models(self):
        """The same model in other words is the same; another potential, mass or species is another."""
        model = ("[model]\nname = {name}\npotential = {potential}\nmixing = lorentz-berthelot\ncutoff = 2.5\n"
                 "{more}[species.{first}]\nmass = {mass}\nepsilon = 1\nsigma = 1\n"
                 "[species.{second}]\nmass = 1\nepsilon = {epsilon}\nsigma = 1\n")
        mixture = {"name": "mixture", "potential": "lennard-jones", "more": "", "first": "1", "second": "2", "mass": 1,
                   "epsilon": 0.64}
        state = "[state]\nmole_fractions = 1:0.5 2:0.5\n"
        reference = self.write_run("reference", GRADIENT, model.format(**mixture) + state)
        cases = {"own-pair": ({"more": "[pair.2-1]\nepsilon = 0.8\n"}, None),
                 "mie": ({"potential": "mie", "name": "other words"}, None),
                 "heavy": ({"mass": 2}, "mass of 1 1 and 2"),
                 "weak": ({"epsilon": 0.63, "name": "weak"},
                          "epsilon of 1-2 (Lennard-Jones) 0.8 and 0.793725, epsilon of 2-2 (Lennard-Jones) 0.64 and 0.63"),
                 "own": ({"more": "[pair.1-2]\nepsilon = 0.9\n"}, "epsilon of 1-2 (Lennard-Jones) 0.8 and 0.9"),
                 "cut": ({"more": "truncation = cut\n"}, "energy shift at the cutoff of 1-1 (Lennard-Jones) 1 and 0"),
                 "named": ({"first": "A", "second": "B"}, "species 1, 2 and A, B"),
                 "broken": ({"potential": "unheard-of"}, None)}
        for name, (changes, difference) in cases.items():
            with self.subTest(name):
                other = self.write_run(name, EQUILIBRIUM, model.format(**{**mixture, **changes}) + state)
                output = self.run_program(reference, other).output
                self.assertEqual("of different models" in output, difference is not None, output)
                self.assertEqual("route to S_T" in output, difference is None, output)
                self.assertIn(difference or "", output)
                pressure = next(line for line in output.splitlines() if line.startswith("pressure"))
                self.assertEqual(pressure.endswith("(1)"), difference is None, pressure)


if __name__ == "__main__":
    main()
