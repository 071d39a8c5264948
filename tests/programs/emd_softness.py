"""Softness by soret-emd: in a run, of every particle of its trajectory, and where there is no cage."""

from emd_runs import EmdTest
from harness import MIXTURE, TIME_STEP, main, netCDF4, steps

SOFTNESS = {"softness": "sigma^2", "caging_depth": "", "caging_range": "sigma", "log_first_passage_time": "",
            "softness_tail_share": ""}

LIQUID = {
    **MIXTURE,
    "state": {"mole_fractions": "A:0.5 B:0.5", "temperature": 1.2, "density": 0.8},
    "run": {"time_step": TIME_STEP},
    "ensemble": {"relaxation_time": 0.1},
    "structure": {"particles": 256, "equilibration": steps(500), "duration": steps(2000), "interval": 20,
                  "bin_width": 0.05, "largest_wave_number": 20, "wave_number_width": 0.4, "blocks": 10},
    "softness": {"largest_wave_number": 20},
    "output": {"report": "yes", "trajectory_interval": steps(20)},
}


class Softness(EmdTest):
    small = LIQUID

    def test_a_run_and_its_trajectory(self):
        self.run_program(self.write_config(), "--output", "out")
        summary = self.summary()
        for name, unit in SOFTNESS.items():
            self.assert_estimate(summary[name], unit)
        self.assertEqual(summary["softness_wave_number"], {"value": 20.0, "standard_error": 0.0, "unit": "sigma^-1"})
        self.assertGreater(summary["softness"]["value"], 0.001)
        self.assertLess(summary["softness"]["value"], 0.02)
        self.assertIn("Caging potential", (self.folder / "out" / "report.html").read_text(encoding="utf-8"))
        if netCDF4:
            with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
                self.assertAlmostEqual(-file["caging_potential"][0], summary["caging_depth"]["value"], places=6)
                self.assertLess(abs(file["caging_potential"][-1]), 0.01 * summary["caging_depth"]["value"])
                self.assertEqual(file["cage_spectrum"].shape, file["cage_wave_number"].shape)
            self.check_map(summary["softness"])

    def check_map(self, softness):
        """The mean curvature of all particles' cages is one over the softness."""
        measuring = {"trajectory": {"file": "out/trajectory.nc"},
                     "structure": {key: LIQUID["structure"][key] for key in ("largest_wave_number", "wave_number_width", "blocks")},
                     "softness": {"largest_wave_number": 20, "map": "yes"}}
        config = self.write_config(name="map.ini", base=measuring)
        self.assert_refused(config, "--output", "far", "--structure.largest_distance=10",
                            says=["structure.largest_distance = 10: half the box of", "trajectory.nc' is 3.4"])
        self.run_program(config, "--output", "map")
        again = self.summary("map")["softness"]
        self.assertLess(abs(again["value"] - softness["value"]), 0.3 * softness["standard_error"])
        rows = (self.folder / "map" / "softness.xyz").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(rows) % 258, 0)
        self.assertGreater(len(rows), 95 * 258)
        curvatures = [float(row.split()[-1]) for k, row in enumerate(rows) if k % 258 > 1]
        mean = sum(curvatures) / len(curvatures)
        self.assertLess(abs(mean * softness["value"] - 1), 0.03 + 3 * softness["standard_error"] / softness["value"])

    def test_a_gas_has_no_cage(self):
        config = self.write_config({"state.density": 0.001, "structure.duration": steps(400), "output.trajectory_interval": None})
        self.run_program(config, "--output", "out")
        self.assertNotIn("softness", self.summary())
        self.assertTrue(any("no softness: " in warning for warning in self.warnings()), self.warnings())


if __name__ == "__main__":
    main()
