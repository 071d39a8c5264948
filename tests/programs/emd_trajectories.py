"""soret-emd on trajectories at constant pressure: of soret's own, and as LAMMPS writes them."""

from emd_runs import SMALL_EMD, EmdTest
from harness import main, netCDF4, steps

NPT = {**{name: SMALL_EMD[name] for name in SMALL_EMD if name not in ("transport", "structure")},
       "isobaric": {"particles": 256, "equilibration": steps(300), "duration": steps(4000), "interval": 10},
       "output": {"report": "yes", "trajectory_interval": steps(20)}}
MEASURING = {"trajectory": {"species": "A B", "masses": "1 1"},
             "structure": {"bin_width": 0.05, "largest_wave_number": 6, "blocks": 10},
             "transport": {"displacement_time": steps(1000), "diffusive_time": steps(200), "blocks": 10},
             "output": {"report": "yes"}}
MEASURED = ("box_length_of_structure", "kirkwood_buff", "thermodynamic_factor", "kirkwood_buff_from_modes",
            "self_diffusion", "coordination_number")


def values_of(summary, name):
    """Every number under a name of the summary, by species or pair."""
    found = summary[name]
    return {"": found} if "value" in found else found


class Trajectories(EmdTest):
    small = NPT

    def dump(self, name, bounds="{low} {high}", head="pp pp pp"):
        """The trajectory that soret wrote, as LAMMPS would have written it; boxes lie around the origin."""
        species = [line.split()[0] for line in (self.folder / "out/topology.xyz").read_text(encoding="utf-8").splitlines()[2:]]
        with netCDF4.Dataset(self.folder / "out/trajectory.nc") as file, open(self.folder / name, "w", encoding="utf-8") as text:
            for frame, (lengths, positions) in enumerate(zip(file["cell_lengths"], file["coordinates"])):
                text.write(f"ITEM: TIMESTEP\n{20 * frame}\nITEM: NUMBER OF ATOMS\n{len(species)}\nITEM: BOX BOUNDS {head}\n")
                for length in map(float, lengths):
                    text.write(bounds.format(low=repr(-length / 2), high=repr(length / 2)) + "\n")
                text.write("ITEM: ATOMS id element x y z\n")
                for number, (kind, place) in enumerate(zip(species, positions)):
                    shifted = [float(x) - float(length) / 2 for x, length in zip(place, lengths)]
                    text.write(f"{number + 1} {kind} {shifted[0]!r} {shifted[1]!r} {shifted[2]!r}\n")

    def test_a_run_at_constant_pressure_measured_on_its_trajectory(self):
        self.run_program(self.write_config(), "--output", "out")
        density = self.summary()["density"]
        config = self.write_config({"trajectory.file": "out/trajectory.nc"}, name="measure.ini", base=MEASURING)
        self.assert_refused(config, "--output", "far", "--structure.largest_distance=10",
                            says=["structure.largest_distance = 10: half the smallest box of", "trajectory.nc' is 3."])
        outcome = self.run_program(config, "--output", "own")
        self.assertIn("on average (it changes; standard deviation of the volume 0.0", outcome.output)
        own = self.summary("own")
        length = own["box_length_of_structure"]
        self.assertAlmostEqual(length["value"], own["box_length_of_transport"]["value"], places=12)
        self.assertEqual(length["standard_error"], own["box_length_of_transport"]["standard_error"])
        self.assertGreater(length["standard_error"], 0)
        found = 256 / length["value"] ** 3
        self.assertLess(abs(found / density["value"] - 1), 4 * 3 * length["standard_error"] / length["value"])
        for name in MEASURED:
            for estimate in values_of(own, name).values():
                self.assertGreater(estimate["standard_error"], 0, name)
        self.assertIn("Radial distribution", (self.folder / "own/report.html").read_text(encoding="utf-8"))
        if netCDF4:
            self.check_dump(own)

    def check_dump(self, own):
        """The same configurations in another format say the same."""
        self.dump("run.lammpstrj")
        changes = {"trajectory.file": "run.lammpstrj", "trajectory.time_between_frames": steps(20)}
        self.run_program(self.write_config(changes, name="dump.ini", base=MEASURING), "--output", "dump")
        other = self.summary("dump")
        for name in MEASURED:
            for key, estimate in values_of(own, name).items():
                difference = values_of(other, name)[key]["value"] - estimate["value"]
                # The dump's box lies elsewhere: paths differ by the motion of its corner, a few hundredths.
                self.assertLess(abs(difference), 0.1 * estimate["standard_error"], f"{name} {key}")
        self.check_units(changes, (self.folder / "run.lammpstrj").read_text(encoding="utf-8"))
        self.dump("tilted.lammpstrj", bounds="{low} {high} 0.1", head="xy xz yz pp pp pp")
        tilted = self.write_config({**changes, "trajectory.file": "tilted.lammpstrj"}, name="tilted.ini", base=MEASURING)
        self.assert_refused(tilted, "--output", "tilted",
                            says=["tilted.lammpstrj:5: the box is tilted; accepted: an orthorhombic box"])

    def check_units(self, changes, dump):
        """LAMMPS says which units a dump is in if it is asked to."""
        for units, length, is_warned_of in (("lj", 1, False), ("real", 1, True), ("real", 1.000001, False)):
            with self.subTest(units=units, length=length):
                name = f"{units}-{length}"
                (self.folder / f"{name}.lammpstrj").write_text(f"ITEM: UNITS\n{units}\n" + dump, encoding="utf-8")
                config = self.write_config({**changes, "trajectory.file": f"{name}.lammpstrj",
                                            "trajectory.length_unit": length}, name=f"{name}.ini", base=MEASURING)
                self.run_program(config, "--output", name)
                warned = ("the file says that its units are 'real' (ITEM: UNITS), but was taken to be in reduced units: "
                          "trajectory.length_unit should say what it writes as 1")
                self.assertEqual(warned in self.summary(name)["warnings"], is_warned_of)

    def test_a_file_that_is_not_there(self):
        config = self.write_config({"trajectory.file": "nowhere.nc"}, name="measure.ini", base=MEASURING)
        self.assert_refused(config, "--check", says=["trajectory.file = nowhere.nc: there is no file 'nowhere.nc'"])

    def test_help_of_a_trajectory_tells_of_softness(self):
        config = self.write_config({"trajectory.file": "nowhere.nc"}, name="measure.ini", base=MEASURING)
        text = self.run_program(config, "--help").output
        self.assertIn("\n[softness]\n", text)
        self.assertNotIn("\n[state]\n", text)


if __name__ == "__main__":
    main()
