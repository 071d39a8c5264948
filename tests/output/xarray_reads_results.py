"""xarray opens results.nc and finds names, units and numbers in it."""
import sys

import numpy
import xarray

results = xarray.open_dataset(f"{sys.argv[1]}/results.nc")
assert results.attrs["seed"] == 17
assert results.attrs["configuration"].startswith("[system]")
assert results.sizes["block"] == 40 and results.sizes["bin"] == 48
assert list(results.species.values) == ["light", "heavy"]
assert all("long_name" in variable.attrs for variable in results.variables.values())
assert results.temperature.attrs["units"] == "epsilon/k_B"
assert results.mole_fraction.attrs["units"] == "1"

# The derived profiles follow from the raw sums.
sums = results.profile_sums.sum("species")
kinetic = sums.sel(column=["kinetic_xx", "kinetic_yy", "kinetic_zz"]).sum("column")
assert numpy.allclose(kinetic / (3 * sums.sel(column="count")), results.temperature)
count = results.profile_sums.sel(column="count")
assert numpy.allclose((count / count.sum("species")).transpose("block", "species", "bin"), results.mole_fraction)
fractions = results.mole_fraction.mean("block").sum("species")
assert numpy.allclose(fractions, 1)

soret = results.sel(estimate="soret_coefficient(light)")
assert abs(soret.estimate_value - 1.5) < 4 * soret.estimate_standard_error
assert results.conserved_energy.sel(time=slice(0, 100)).size == 20
assert list(results.control.values) == ["langevin(hot)", "langevin(cold)"]
