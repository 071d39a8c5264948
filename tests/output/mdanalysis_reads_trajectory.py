"""MDAnalysis opens topology.xyz with trajectory.nc and finds the sample system in it."""
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import MDAnalysis
import numpy

directory = sys.argv[1]
universe = MDAnalysis.Universe(f"{directory}/topology.xyz", f"{directory}/trajectory.nc")
assert len(universe.atoms) == 50
ids = numpy.arange(1, 51)
assert list(universe.atoms.names) == ["Kr" if i % 3 == 0 else "Ar" for i in ids]
assert len(universe.trajectory) == 3
for frame, time in zip(universe.trajectory, [0.0, 0.5, 1.0]):
    assert frame.time == time
    assert numpy.allclose(frame.dimensions, [4, 5, 6, 90, 90, 90])
    expected = numpy.stack([0.1 + 0.01 * ids + time, 0.2 + 0.02 * ids, 0.3 + 0.03 * ids], axis=1)
    assert numpy.allclose(frame.positions, expected, atol=1e-6)
    assert numpy.allclose(frame.velocities[:, 0], ids)
