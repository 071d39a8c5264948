"""Says in plain words what a run of soret-nemd found: tell-summary.py OUTPUT_DIRECTORY SECONDS."""

import json
import os
import sys

DECISIVE_ERRORS = 2.5  # as in the report: fewer standard errors do not tell on which side a species gathers


def with_error(estimate, digits=2):
    """value ± standard error, rounded where the error's second digit is."""
    value, error = estimate["value"], estimate.get("standard_error")
    unit = "" if estimate.get("unit") in (None, "", "1") else " " + estimate["unit"]
    if not error or error != error:
        return f"{value:.4g}{unit}"
    decimals = max(0, digits - 1 - int(f"{error:e}".split("e")[1]))
    return f"{value:.{decimals}f} ± {error:.{decimals}f}{unit}"


def what_it_means(species, estimate):
    value, error = estimate["value"], estimate.get("standard_error")
    if not error or abs(value) <= DECISIVE_ERRORS * error:
        return f"; where {species} gathers cannot be told from a run this short."
    side = "cold" if value > 0 else "hot"
    return f", known to {abs(error / value):.0%}; {species} gathers on the {side} side."


def main():
    output, seconds = sys.argv[1], int(sys.argv[2])
    with open(os.path.join(output, "summary.json"), encoding="utf-8") as text:
        summary = json.load(text)
    copies = f"{summary['replicas']} independent copies of a" if summary["replicas"] > 1 else "A"
    held = "were" if summary["replicas"] > 1 else "was"
    print(f"{copies} liquid mixture of {summary['particles']} particles {held} held between a hot and a cold slab\nfor "
          f"{summary['steps']} steps on {summary['ranks']} core(s), in {seconds // 60} min {seconds % 60} s "
          f"({summary['atom_steps_per_second'] / 1e6:.1f} million particle-steps per second).\n")
    for species, estimate in summary.get("soret_coefficient", {}).items():
        print(f"  Soret coefficient of {species}: {with_error(estimate)}{what_it_means(species, estimate)}")
    if "thermal_conductivity" in summary:
        print(f"  Thermal conductivity: {with_error(summary['thermal_conductivity'])}.")
    if "mean_temperature" in summary:
        print(f"  Mean temperature: {with_error(summary['mean_temperature'])}.")
    print(f"\nThe report with its pictures: {os.path.join(output, 'report.html')} (open it in a browser).")
    print(f"All numbers: {os.path.join(output, 'summary.json')}; profiles per block: {os.path.join(output, 'results.nc')}.")


main()
