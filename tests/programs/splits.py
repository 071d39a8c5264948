"""A run that is stopped and continued, in any phase and any number of times, equals the straight run bit for bit."""

import re
import shutil

from harness import ONE_CHUNK, RANKS, STOPPED, ProgramTest, main, steps

# Steps of every phase; none but the first a multiple of the ten after which a run looks whether it should stop.
MELT, QUENCH, BAROSTAT, EQUILIBRATE, BUILD, SAMPLE = 20, 25, 32, 15, 25, 128

ALL_PHASES = {"start.melt_temperature": 2, "start.melt_duration": steps(MELT), "start.quench_duration": steps(QUENCH),
              "equilibrate.pressure": 1, "equilibrate.barostat_duration": steps(BAROSTAT),
              "equilibrate.barostat_relaxation_time": 0.5, "equilibrate.duration": steps(EQUILIBRATE),
              "gradient.build_duration": steps(BUILD)}
FEW_PHASES = {"equilibrate.duration": steps(5), "gradient.build_duration": steps(12)}
SAMPLING = {"sample.duration": steps(SAMPLE), "output.trajectory_interval": steps(7)}
NO_TEMPERATURES = {"gradient.hot_temperature": None, "gradient.cold_temperature": None}


class Splits(ProgramTest):
    def check(self, changes, first_long_stretch=30):
        return self.assert_splits(self.write_config({**SAMPLING, **FEW_PHASES, **changes}), first_long_stretch)

    def test_every_phase(self):
        """With slabs in lengths, whose place in the box depends on what the barostat did."""
        stops = self.check({**ALL_PHASES, "gradient.hot_slab": "9 sigma 1.8 sigma"},
                           MELT + QUENCH + BAROSTAT + EQUILIBRATE + BUILD + 20)
        self.assert_stopped_within_each(stops, (MELT, QUENCH, BAROSTAT, EQUILIBRATE, BUILD, SAMPLE))

    def test_rescaled_slabs(self):
        self.check({"gradient.source": "rescale", "equilibrate.thermostat": "csvr"})

    def test_ehex(self):
        self.check({**NO_TEMPERATURES, "gradient.source": "ehex", "gradient.power": 20,
                    "equilibrate.thermostat": "nose-hoover"})

    def test_swaps(self):
        self.check({**NO_TEMPERATURES, "gradient.source": "swap", "gradient.swap_interval": 3,
                    "equilibrate.thermostat": "rescale"})

    def test_series_of_gradients_in_mixed_precision(self):
        self.check({**NO_TEMPERATURES, "gradient.source": "hex", "gradient.power": 10, "gradient.series": "1 2",
                    "sample.duration": steps(40), "sample.blocks": 4, "run.precision": "mixed"}, 80)

    def test_longer_sampling(self):
        """A run that had ended continues with a longer sampling phase as if it had been so from the start."""
        self.run_program(self.write_config({**SAMPLING, **FEW_PHASES}), "--output", "straight")
        self.run_program(self.write_config({**SAMPLING, **FEW_PHASES, "sample.duration": steps(70)}), "--output", "longer")
        self.run_program("--restart", "longer", f"--sample.duration={steps(SAMPLE)}")
        self.assert_same_results("straight", "longer")

    def test_tuned_buffers_are_in_the_checkpoint(self):
        """Trials may choose differently each time; what they chose stays."""
        changes = {**SAMPLING, **FEW_PHASES, "run.tuning_steps": 1, "sample.duration": steps(1000)}
        self.run_program(self.write_config(changes), "--output", "one", *ONE_CHUNK, status=STOPPED)
        for _ in range(5):  # into the sampling phase
            self.run_program("--restart", "one", *ONE_CHUNK, status=STOPPED)
        self.assertEqual(len(re.findall("list buffers [0-9.]+ and [0-9.]+( stay)?: the fastest of 5 tried", self.log("one"))), 1)
        shutil.copytree(self.folder / "one", self.folder / "other")
        for output in ("one", "other"):
            self.run_program("--restart", output)
        self.assert_same_results("one", "other")

    def test_replicas(self):
        self.check({"run.replicas": RANKS, "run.seed": 5})


if __name__ == "__main__":
    main()
