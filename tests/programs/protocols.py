"""Protocols in time: what they leave behind, and that a run which is stopped anywhere equals the straight one."""

from harness import RANKS, ProgramTest, main, netCDF4, steps

import unittest

BEFORE, ON, AFTER = 25, 64, 33  # steps of the legs

PROTOCOL = {
    "gradient.hot_temperature": None, "gradient.cold_temperature": None, "gradient.build_duration": None,
    "sample.duration": None, "equilibrate.duration": steps(12), "sample.blocks": 4,
    "sample.interval": 3,
    "protocol.legs": "before on after",
    "protocol.before.duration": steps(BEFORE), "protocol.before.hot_temperature": 1.2,
    "protocol.before.cold_temperature": "1.2", "protocol.before.windows": f"{steps(12)}..{steps(24)}",
    "protocol.on.duration": steps(ON), "protocol.on.hot_temperature": "1.2 -> 1.8", "protocol.on.cold_temperature": 1,
    "protocol.on.windows": f"0..{steps(20)} {steps(20)}..{steps(40)}",
    "protocol.after.duration": steps(AFTER), "protocol.after.baths": "box", "protocol.after.box_temperature": "1 -> 1.2",
    "output.trajectory_interval": steps(9),
}


class Protocols(ProgramTest):
    def test_splits(self):
        self.assert_splits(self.write_config(PROTOCOL), 20)

    def test_replicas(self):
        self.assert_splits(self.write_config({**PROTOCOL, "run.replicas": RANKS, "run.seed": 3}), 20)

    def test_results(self):
        self.run_program(self.write_config({**PROTOCOL, "output.report": "yes", "output.samples": "yes"}), "--output", "out")
        summary = self.summary()
        self.assertEqual(summary["steps"], 12 + BEFORE + ON + AFTER)
        before, on, later, after = [f"{leg} {steps(a):g}..{steps(b):g}" for leg, a, b in (
            ("before", 12 - BEFORE, 24 - BEFORE), ("on", 0, 20), ("on", 20, 40), ("after", ON, ON + AFTER))]
        self.assertEqual(list(summary["temperature_contrast"]), [before, on, later, after])
        self.assertIn(f"A, {after}", summary["mole_fraction_contrast_change"])
        self.assertIn("a thermal protocol", (self.folder / "out" / "report.html").read_text(encoding="utf-8"))
        sample = self.folder / "out" / "samples" / "sample-000.xyz"
        self.assertIn('temperature="1.2"', sample.read_text(encoding="utf-8").splitlines()[1])
        if not netCDF4:
            return
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual(list(file["window"][:]), [before, on, later, after])
            self.assertEqual(file["window_temperature"].shape, (4, 24))
            self.assertEqual(file["window_mole_fraction"].shape, (4, 2, 24))
            self.assertEqual(file["window_of_block"][:].tolist(), [0, 1, 2, 3])
            self.assertEqual(file["block_samples"][:].tolist(), [4, 7, 6, 11])
            self.assertEqual([str(name) for name in file["control"][:]],
                             ["centre_of_mass_removal", "langevin(hot)", "langevin(cold)", "langevin(box)"])
            added = file["energy_added_since_start"][:].tolist()
            self.assertEqual(added[0][3], 0)  # the bath of the box rests at first
            self.assertEqual(added[-1][1], added[-5][1])  # and the hot slab's rests in the end
            self.assertNotEqual(added[-1][3], 0)
            self.assertAlmostEqual(file["window_start"][0], steps(12 - BEFORE), places=12)

    def test_a_stop_before_the_first_window(self):
        self.run_program(self.write_config(PROTOCOL), "--output", "out", "--max-time", "0.000001", status=3)
        self.assertIn("no window of the protocol has been sampled yet", self.log())
        self.run_program("--restart", "out")
        self.assertIn("temperature_contrast", self.summary())


if __name__ == "__main__":
    main()
