"""Samples that a run of soret-emd keeps, and runs that start from them."""

from emd_runs import EmdTest
from harness import RANKS, main, netCDF4, steps

STRUCTURE_ALONE = {"isobaric": None, "transport": None, "state.pressure": None, "output.samples": "yes"}
SAMPLES = "out/samples"
LENGTH = (256 / 0.7) ** (1 / 3)


def particles_of(path):
    """id -> (species, position, velocity) of an extended XYZ file, as text."""
    lines = path.read_text(encoding="utf-8").splitlines()[2:]
    return {words[7]: words[:7] for words in map(str.split, lines)}


class Samples(EmdTest):
    def keep(self, **changes):
        self.run_program(self.write_config({**STRUCTURE_ALONE, "run.replicas": RANKS, **changes}), "--output", "out")
        return sorted((self.folder / SAMPLES).iterdir())

    def test_every_replica_leaves_one_of_every_stage(self):
        files = self.keep()
        self.assertEqual([path.name for path in files], [f"structure-{replica:03}.xyz" for replica in range(RANKS)])
        found = [particles_of(path) for path in files]
        self.assertEqual([len(particles) for particles in found], [256] * RANKS)
        for path in files:
            origin = path.read_text(encoding="utf-8").splitlines()[1]
            self.assertIn('; B-B (Lennard-Jones): cutoff 2, energy shift at the cutoff 1, epsilon 0.8, sigma 0.95"', origin)
            self.assertTrue(origin.endswith(' temperature="1.2"'), origin)
        if RANKS > 1:
            self.assertNotEqual(found[0], found[1])

    def test_none_unless_wanted(self):
        self.run_program(self.write_config({**STRUCTURE_ALONE, "output.samples": "no"}), "--output", "out")
        self.assertFalse((self.folder / SAMPLES).exists())

    def test_a_run_begins_where_its_sample_ended(self):
        """After no equilibration and a step of no length worth mentioning everything is where it was."""
        before = [particles_of(path) for path in self.keep()]
        short = {"state.samples": SAMPLES, "run.replicas": RANKS, "run.time_step": 1e-12, "structure.equilibration": 0,
                 "structure.duration": 4e-10}
        self.run_program(self.write_config({**STRUCTURE_ALONE, **short}), "--output", "again")
        after = [particles_of(path) for path in sorted((self.folder / "again/samples").iterdir())]
        for first, then in zip(before, after, strict=True):
            self.assertEqual(sorted(first), sorted(then))
            for identity, words in first.items():
                self.assertEqual(words[0], then[identity][0])
                for old, new in zip(words[1:4], then[identity][1:4], strict=True):
                    change = float(old) - float(new)
                    self.assertLess(abs(change - LENGTH * round(change / LENGTH)), 1e-6)
                for old, new in zip(words[4:7], then[identity][4:7], strict=True):
                    self.assertLess(abs(float(old) - float(new)), 1e-6)  # a thermostat has nothing to do in no time

    def test_what_does_not_fit_is_refused(self):
        self.keep()
        base = {**STRUCTURE_ALONE, "state.samples": SAMPLES, "run.replicas": RANKS}
        for changes, says in (
                ({"state.density": 0.69}, "has the density 0.7, not 0.69"),
                ({"structure.particles": 300}, "has 128 particles of A, not 150"),
                ({"state.melt_temperature": 2}, "are not melted"),
                ({"run.replicas": RANKS + 1}, f"it holds {RANKS} samples, fewer than run.replicas = {RANKS + 1}"),
                ({"species.C.mass": 1, "species.A": None, "state.mole_fractions": "C:0.5 B:0.5",
                  "species.C.epsilon": 1, "species.C.sigma": 1}, "'A'"),
                ({"species.B.mass": 3}, "structure-000.xyz:2: the models of the sample and of the run differ: mass of B 2 and 3; "),
                ({"state.copies": "2 1 1"}, "has 256 particles of A in 2 copies, not 128"),
                ({"state.samples": "nowhere"}, "nowhere")):
            with self.subTest(says):
                self.assert_refused(self.write_config({**base, **changes}), "--output", "new", says=["state.", says])

    def test_copies_of_a_sample_are_a_larger_box(self):
        """While nothing moves every particle has the neighbours that it has in the sample."""
        if not netCDF4:
            self.skipTest("netCDF4 is missing")
        self.keep()
        still = {"state.samples": SAMPLES, "run.replicas": RANKS, "state.density": None, "run.time_step": 1e-12,
                 "structure.equilibration": 0, "structure.duration": 4e-10, "structure.largest_distance": 3.5,
                 "output.samples": "no"}
        neighbours = []
        for copies, particles in (("1 1 1", 256), ("1 2 2", 1024)):
            output = f"of-{particles}"
            self.run_program(self.write_config({**STRUCTURE_ALONE, **still, "state.copies": copies,
                                                "structure.particles": particles}), "--output", output)
            self.assertEqual(self.summary(output)["particles"], particles)
            with netCDF4.Dataset(self.folder / output / "results.nc") as file:
                neighbours.append(file["coordination_number"][:].tolist())
        for small, large in zip(*neighbours, strict=True):
            self.assertGreater(small[-1], 50)
            for of_sample, of_copies in zip(small, large, strict=True):
                self.assertAlmostEqual(of_sample, of_copies, delta=1e-9)

    def test_constant_pressure_from_a_sample(self):
        """The box follows a pressure far from that of the sample."""
        self.keep()
        alone = {"structure": None, "transport": None, "state.samples": SAMPLES, "run.replicas": RANKS,
                 "state.density": None, "state.copies": "2 1 1", "isobaric.particles": 512,
                 "isobaric.composition_step": None}
        for pressure, lowest, highest in ((0.1, 0.5, 0.68), (8, 0.8, 1)):
            with self.subTest(pressure=pressure):
                output = f"at-{pressure}"
                self.run_program(self.write_config({**alone, "state.pressure": pressure}), "--output", output)
                density = self.summary(output)["density"]["value"]
                self.assertTrue(lowest < density < highest, density)

    def test_stages_that_change_the_particles_take_none(self):
        self.keep()
        self.assert_refused(self.write_config({"state.samples": SAMPLES}), "--output", "new",
                            says=["the section [isobaric] changes the box or the particles"])


class ActiveParticles(EmdTest):
    ACTIVE = {**STRUCTURE_ALONE, "activity.force": 0.5, "activity.persistence_time": steps(50)}

    def test_without_a_force_everything_is_as_without_activity(self):
        self.run_program(self.write_config(STRUCTURE_ALONE), "--output", "passive")
        self.run_program(self.write_config({**self.ACTIVE, "activity.force": 0}), "--output", "active")
        last = "samples/structure-000.xyz"
        self.assertEqual((self.folder / "passive" / last).read_bytes(), (self.folder / "active" / last).read_bytes())

    def test_splits(self):
        for kind in ("run-and-tumble", "brownian", "ornstein-uhlenbeck"):
            with self.subTest(kind):
                config = self.write_config({**self.ACTIVE, "activity.kind": kind, "activity.species": "B"})
                self.run_program(config, "--output", f"straight-{kind}")
                self.stops_of(config, f"split-{kind}", 40)
                self.assert_same_results(f"straight-{kind}", f"split-{kind}")

    def test_equilibrium_is_asked_for_in_vain(self):
        self.assert_refused(self.write_config({"activity.force": 1, "activity.persistence_time": 1}), "--output", "out",
                            says=["the relations behind the section [isobaric] hold in equilibrium"])


if __name__ == "__main__":
    main()
