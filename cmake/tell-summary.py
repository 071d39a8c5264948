"""Says in plain words what a run of soret-nemd found: tell-summary.py OUTPUT_DIRECTORY SECONDS."""

import json
import os
import sys


def with_error(estimate, digits=2):
    """value ± standard error, rounded where the error's second digit is."""
    value, error = estimate["value"], estimate.get("standard_error")
    unit = "" if estimate.get("unit") in (None, "", "1") else " " + estimate["unit"]
    if not error or error != error:
        return f"{value:.4g}{unit}"
    decimals = max(0, digits - 1 - int(f"{error:e}".split("e")[1]))
    return f"{value:.{decimals}f} ± {error:.{decimals}f}{unit}"


def main():
    output, seconds = sys.argv[1], int(sys.argv[2])
    with open(os.path.join(output, "summary.json"), encoding="utf-8") as text:
        summary = json.load(text)
    print(f"A liquid mixture of {summary['particles']} particles was held between a hot and a cold slab for "
          f"{summary['steps']} steps\non {summary['ranks']} core(s), in {seconds // 60} min {seconds % 60} s "
          f"({summary['atom_steps_per_second'] / 1e6:.1f} million particle-steps per second).\n")
    for species, estimate in summary.get("soret_coefficient", {}).items():
        side = "cold" if estimate["value"] > 0 else "hot"
        error = estimate.get("standard_error")
        relative = f", a relative standard error of {abs(error / estimate['value']):.0%}" if error else ""
        print(f"  Soret coefficient of {species}: {with_error(estimate)}{relative}; {species} gathers on the {side} side.")
    if "thermal_conductivity" in summary:
        print(f"  Thermal conductivity: {with_error(summary['thermal_conductivity'])}.")
    if "mean_temperature" in summary:
        print(f"  Mean temperature: {with_error(summary['mean_temperature'])}.")
    print(f"\nThe report with its pictures: {os.path.join(output, 'report.html')} (open it in a browser).")
    print(f"All numbers: {os.path.join(output, 'summary.json')}; profiles per block: {os.path.join(output, 'results.nc')}.")


main()
