"""What a run leaves behind, and what the common options change."""

import os
import pty
import re
import subprocess
import unittest

from harness import DONE, MPI_ENVIRONMENT, MPIEXEC, ONE_CHUNK, PROGRAM, RANKS, STOPPED, ProgramTest, main, netCDF4, steps, timeless

try:
    import MDAnalysis
except ImportError:
    MDAnalysis = None

PER_SPECIES = {"soret_coefficient": "k_B/epsilon", "local_mole_fraction": "", "mass_flux": None,
               "composition_relaxation_time": "tau"}
WHOLE = {"thermal_conductivity": "k_B/sigma/tau", "heat_flux": "epsilon/sigma^2/tau", "mean_temperature": "epsilon/k_B",
         "density": "sigma^-3", "pressure": "epsilon/sigma^3", "potential_energy": "epsilon", "normal_pressure": None}


class Summaries(ProgramTest):
    def test_the_contract(self):
        self.run_program(self.write_config(), "--output", "out")
        summary = self.summary()
        self.assertEqual(list(summary)[:10], ["program", "version", "ranks", "replicas", "particles", "steps",
                                             "wall_seconds", "atom_steps_per_second", "complete", "warnings"])
        self.assertIs(summary["complete"], True)
        self.assertEqual(summary["warnings"], self.warnings())
        self.assertGreater(len(summary["warnings"]), 0)  # so short a run deserves some
        self.assertEqual([summary[key] for key in ("program", "ranks", "replicas", "particles", "steps")],
                         ["soret-nemd", RANKS, 1, 500, 600])
        self.assertGreater(summary["wall_seconds"], 0)
        self.assertAlmostEqual(summary["atom_steps_per_second"], 500 * 600 / summary["wall_seconds"],
                               delta=0.01 * summary["atom_steps_per_second"])
        for name, unit in WHOLE.items():
            self.assert_estimate(summary[name], unit)
        for name, unit in PER_SPECIES.items():
            self.assertEqual(list(summary[name]), ["A", "B"])
            for estimate in summary[name].values():
                self.assert_estimate(estimate, unit)
        self.assertAlmostEqual(summary["density"]["value"], 500 / (6 * 6 * 18), places=12)
        self.assertAlmostEqual(summary["mean_temperature"]["value"], 1.2, delta=0.2)

    def test_real_units(self):
        """The same run with temperatures and lengths as in the laboratory."""
        self.run_program(self.write_config(), "--output", "reduced")
        self.run_program(self.write_config({"units.epsilon": "120 K", "units.sigma": "0.34 nm",
                                            "units.mass": "40 u", "equilibrate.temperature": "144 K"}), "--output", "real")
        reduced, real = self.summary("reduced"), self.summary("real")
        self.assertEqual(reduced["mean_temperature"], real["mean_temperature"])

    def test_the_report_is_written_unless_it_is_not_wanted(self):
        self.run_program(self.write_config({"output.report": "yes", "output.note": "a remark & more"}), "--output", "with")
        page = (self.folder / "with" / "report.html").read_text(encoding="utf-8")
        self.assertIn("a remark &amp; more", page)
        self.run_program(self.write_config(), "--output", "without")
        self.assertEqual(sorted(path.name for path in (self.folder / "without").iterdir()),
                         ["checkpoint.nc", "resolved-config.ini", "results.nc", "run.log", "summary.json"])

    def test_the_log_says_how_even_the_work_of_several_ranks_was(self):
        often = {"run.skin": 0.1, "run.search_skin": 0.2}  # searches
        for balance, pattern in (("yes", "shifted [0-9]+ times"), ("no", "shifted 0 times")):
            self.run_program(self.write_config({**often, "run.load_balance": balance}), "--output", balance)
            log = (self.folder / balance / "run.log").read_text(encoding="utf-8")
            lines = re.findall(r"load balance: the busiest rank had [0-9.]+ % more work than the mean; planes between domains "
                               f"were {pattern}", log)
            self.assertEqual(len(lines), 3 if RANKS > 1 else 0)  # a line for each phase

    @unittest.skipUnless(netCDF4, "netCDF4 is missing")
    def test_results_hold_the_configuration_and_the_seed(self):
        self.run_program(self.write_config(), "--output", "out", "--seed", "77")
        with netCDF4.Dataset(self.folder / "out" / "results.nc") as file:
            self.assertEqual(file.seed, 77)
            self.assertEqual(file.program, "soret-nemd")
            for line in ("seed = 77", "particles = 500", "directory = out", "[species.B]", "thermostat = langevin"):
                self.assertIn(line, file.configuration.splitlines())
            self.assertEqual(len(file.dimensions["bin"]), 24)
            self.assertGreaterEqual(len(file.dimensions["block"]), 8)

    def test_a_sample_of_another_model_is_refused(self):
        self.run_program(self.write_config({"output.samples": "yes"}), "--output", "out")
        origin = (self.folder / "out/samples/sample-000.xyz").read_text(encoding="utf-8").splitlines()[1]
        self.assertNotIn("temperature", origin)  # there are two
        again = {"start.kind": "xyz", "start.file": "out/samples", "start.particles": None, "start.box": None,
                 "start.mole_fractions": None, "start.velocities": "keep"}
        self.assert_refused(self.write_config({**again, "species.A.sigma": 1.01}), "--output", "new",
                            says=["sigma of A-A (Lennard-Jones) 1 and 1.01", "sigma of A-B (Lennard-Jones) 0.975 and 0.98"])
        self.run_program(self.write_config(again), "--output", "new", *ONE_CHUNK, status=STOPPED)

    def test_a_series_of_gradients(self):
        self.run_program(self.write_config({"gradient.series": "1 2", "output.report": "yes"}), "--output", "out")
        files = {path.name for path in (self.folder / "out").iterdir()}
        self.assertLess({"results.nc", "results-gradient-2.nc", "report.html", "report-gradient-2.html",
                         "report-series.html"}, files)
        self.assertEqual(self.summary()["steps"], 1100)


class Copies(ProgramTest):
    def test_of_a_sample_they_are_a_larger_box(self):
        """While nothing moves every particle has the energy that it has in the sample."""
        self.run_program(self.write_config({"output.samples": "yes"}), "--output", "small")
        still = {**{f"start.{key}": None for key in ("particles", "box", "mole_fractions")}, "start.kind": "xyz",
                 "start.file": "small/samples", "run.time_step": 1e-12, "equilibrate.duration": 1e-10,
                 "gradient.build_duration": 1e-10, "sample.duration": 4e-10}
        energies = []
        for copies, particles in (("1 1 1", 500), ("2 1 1", 1000)):
            output = f"of-{particles}"
            self.run_program(self.write_config({**still, "start.copies": copies}), "--output", output)
            summary = self.summary(output)
            self.assertEqual(summary["particles"], particles)
            self.assertAlmostEqual(summary["density"]["value"], 500 / (6 * 6 * 18), places=9)
            energies.append(summary["potential_energy"]["value"])
        self.assertAlmostEqual(*energies, places=6)


class Options(ProgramTest):
    def test_help_lists_every_key(self):
        self.assert_help_lists_every_key(self.write_config(), ("help", "version", "check", "quiet", "output", "seed",
                                                               "replicas", "precision", "max-time",
                                                               "checkpoint-interval", "restart", "target-error"))

    def test_version(self):
        self.assertRegex(self.run_program("--version").output, r"^soret-nemd \d+\.\d+\.\d+\n$")

    def test_check_writes_nothing(self):
        config = self.write_config()
        outcome = self.run_program(config, "--check", "--output", "out", "--run.seed=3")
        self.assertIn("the configuration is accepted", outcome.output)
        self.assertIn("seed = 3", outcome.output.splitlines())
        self.assertEqual([path.name for path in self.folder.iterdir()], [config])

    def test_overrides_win(self):
        self.run_program(self.write_config(), "--output", "out", "--sample.bins=12", "--start.particles=400",
                         "--output.checkpoint_interval=1h", *ONE_CHUNK, status=STOPPED)
        self.assertEqual(self.summary()["particles"], 400)
        kept = (self.folder / "out" / "resolved-config.ini").read_text().splitlines()
        for line in ("bins = 12", "particles = 400", "checkpoint_interval = 1h"):
            self.assertIn(line, kept)

    def test_seeds(self):
        config = self.write_config()
        for directory, seed in (("a", 1), ("b", 2), ("c", 1)):
            self.run_program(config, "--output", directory, "--seed", seed)
        self.assert_same_results("a", "c")
        for name in ("potential_energy", "heat_flux", "mean_temperature"):
            self.assertNotEqual(self.summary("a")[name], self.summary("b")[name])

    def test_precision(self):
        config = self.write_config()
        for precision in ("double", "mixed"):
            outcome = self.run_program(config, "--output", precision, "--precision", precision)
            self.assertIn(f"{precision} precision", outcome.output)
        double, mixed = self.summary("double"), self.summary("mixed")
        self.assertNotEqual(timeless(double), timeless(mixed))
        self.assertAlmostEqual(double["potential_energy"]["value"], mixed["potential_energy"]["value"], delta=0.1)

    def test_quiet(self):
        loud = self.run_program(self.write_config(), "--output", "loud").output
        quiet = self.run_program(self.write_config(), "--output", "quiet", "--quiet").output
        self.assertTrue(all(line.startswith("warning: ") for line in quiet.splitlines()), quiet)
        self.assertIn("soret_coefficient(A) = ", loud)
        self.assertIn("soret_coefficient(A) = ", self.log("quiet"))

    def test_progress_is_shown_in_plain_lines_unless_on_a_terminal(self):
        """mpirun's pseudo-terminal is none: what it prints may go into a file."""
        config = self.write_config()
        piped = self.run_program(config, "--output", "piped").output
        self.assertNotIn("\r", piped)
        self.assertRegex(piped, r"\n\[100 %\] done  step 600 of 600")
        launched = subprocess.run([MPIEXEC, "-n", "1", PROGRAM, config, "--output", "launched"], cwd=self.folder,
                                  env={**os.environ, **MPI_ENVIRONMENT}, capture_output=True, text=True, check=True).stdout
        self.assertNotIn("\r", launched)
        self.assertRegex(launched, r"\n\[  \d %\] equilibration  step \d+ of 600 ")
        if RANKS == 1:
            self.assertIn("\r\x1b[K[", self.output_on_a_terminal(config, "--output", "terminal"))

    def output_on_a_terminal(self, *arguments):
        ours, theirs = pty.openpty()
        process = subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, env={**os.environ, **MPI_ENVIRONMENT},
                                   stdout=theirs)
        os.close(theirs)
        output = b""
        try:
            while chunk := os.read(ours, 65536):
                output += chunk
        except OSError:  # Linux's way to say that nobody writes any more
            pass
        os.close(ours)
        self.assertEqual(process.wait(), DONE)
        return output.decode("utf-8")

    def test_replicas(self):
        config = self.write_config({"start.particles": 480})
        self.run_program(config, "--output", "one")
        self.run_program(config, "--output", "more", "--replicas", RANKS)
        summary = self.summary("more")
        self.assertEqual((summary["replicas"], summary["ranks"], summary["particles"]), (RANKS, RANKS, 480))
        if netCDF4:
            with netCDF4.Dataset(self.folder / "more" / "results.nc") as file:
                self.assertEqual(sorted(set(file["replica"][:].tolist())), list(range(RANKS)))
                energy = file["potential_energy"][:].tolist()
                halves = energy[:len(energy) // RANKS], energy[-(len(energy) // RANKS):]
                self.assertEqual(halves[0] == halves[1], RANKS == 1)

    def test_target_error(self):
        """Strong driving of a mixture of contrasts: any estimate will do long before the end."""
        config = self.write_config({"start.particles": 300, "start.box": "6 6 10",
                                    "species.B.mass": 6, "species.B.epsilon": 0.5, "gradient.hot_temperature": 2.4,
                                    "gradient.cold_temperature": 0.8, "gradient.build_duration": steps(400),
                                    "sample.duration": steps(1200000), "output.trajectory_interval": steps(1999)})
        outcome = self.run_program(config, "--output", "out", "--target-error", "0.9")
        self.assertIn("below the target of 0.9", outcome.output)
        summary = self.summary()
        self.assertLess(summary["steps"], 1200500)
        self.assertGreaterEqual(summary["steps"], 500 + 120000)

    def test_a_young_profile_without_the_wanted_temperature_ends_no_run(self):
        config = self.write_config({"estimate.state_temperature": 5})
        outcome = self.run_program(config, "--output", "out", "--max-time", "0.05", status=None)
        self.assertNotEqual(outcome.status, 2, outcome.errors)


class Paths(ProgramTest):
    def test_a_run_with_files_can_be_continued_from_anywhere(self):
        places = [(x + 0.5, y + 0.5, z + 0.5) for x in range(0, 6) for y in range(0, 6) for z in range(0, 18)]
        lines = [f"{'AB'[n % 2]} {x} {y} {z}" for n, (x, y, z) in enumerate(places)]
        inputs = self.folder / "inputs"
        (inputs / "models").mkdir(parents=True)
        (inputs / "start.xyz").write_text(
            f'{len(lines)}\nLattice="6 0 0 0 6 0 0 0 18" Properties=species:S:1:pos:R:3\n' + "\n".join(lines) + "\n")
        (inputs / "models" / "mine.ini").write_text(
            "[model]\ncutoff = 2\n[species.A]\nmass = 1\nepsilon = 1\nsigma = 1\n"
            "[species.B]\nmass = 2\nepsilon = 1\nsigma = 1\n")
        config = self.write_config({"start.kind": "xyz", "start.file": "start.xyz", "start.particles": None,
                                    "start.box": None, "start.mole_fractions": None, "model.file": "models/mine.ini",
                                    "model.cutoff": None}, "inputs/run.ini")
        self.run_program(config, "--output", "straight")
        self.run_program(config, "--output", "split", *ONE_CHUNK, status=STOPPED)
        self.run_program("--restart", "split", *ONE_CHUNK, status=STOPPED)
        (self.folder / "elsewhere").mkdir()
        self.run_program("--restart", "../split", *ONE_CHUNK, status=STOPPED, cwd=self.folder / "elsewhere")
        os.remove(inputs / "models" / "mine.ini")
        self.run_program("--restart", "split", status=DONE)
        self.assert_same_results("straight", "split")


class Trajectories(ProgramTest):
    def frames(self):
        with netCDF4.Dataset(self.folder / "out" / "trajectory.nc") as file:
            return len(file.dimensions["frame"]), file["time"][:].tolist()

    @unittest.skipUnless(netCDF4, "netCDF4 is missing")
    def test_frames_of_the_sampling_alone_also_after_a_stop(self):
        config = self.write_config({"output.trajectory_interval": steps(15), "sample.duration": steps(100)})
        self.run_program(config, "--output", "out", *ONE_CHUNK, status=STOPPED)
        self.assertFalse((self.folder / "out" / "trajectory.nc").exists())
        while True:
            outcome = self.finish(self.start("--restart", "out", "--max-time", "0.004"))
            step = self.summary()["steps"]
            expected = [number for number in range(15, step + 1, 15) if number > 200]
            if expected:
                count, times = self.frames()
                self.assertEqual(count, len(expected))
                for time, number in zip(times, expected):
                    self.assertAlmostEqual(time, steps(number), places=5)
            if outcome.status == DONE:
                break
            self.assertEqual(outcome.status, STOPPED, outcome.errors)
        self.assertEqual(step, 300)

    @unittest.skipUnless(MDAnalysis, "MDAnalysis is missing")
    def test_read_by_others(self):
        self.run_program(self.write_config({"output.trajectory_interval": steps(50)}), "--output", "out")
        universe = MDAnalysis.Universe(str(self.folder / "out" / "topology.xyz"), str(self.folder / "out" / "trajectory.nc"))
        self.assertEqual((len(universe.atoms), len(universe.trajectory)), (500, 8))
        self.assertEqual(sorted(set(universe.atoms.names)), ["A", "B"])
        for frame in universe.trajectory:
            self.assertTrue((frame.positions >= 0).all() and (frame.positions <= [6.001, 6.001, 18.001]).all())
            self.assertEqual([round(length, 5) for length in frame.dimensions[:3]], [6, 6, 18])


if __name__ == "__main__":
    main()
