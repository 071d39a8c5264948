"""The systems of the comparison, and how long each program runs them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """Step counts are for a full comparison; --quick divides those that are timed."""

    name: str
    counts: tuple          # particles per species
    lengths: tuple         # of the box
    temperature: float     # of the start
    melt: int              # steps that turn the lattice start into a liquid, not timed
    warm_up: int           # steps before the timed ones, in every run
    soret_steps: int
    lmp_steps: int
    gmx_steps: int         # half of them are timed; 0: no like-for-like run
    gmx_parameters: str = ""
    gmx_topology: str = ""
    sampling: bool = False  # profiles every 10 steps while timed


def cube(count, density):
    return ((count / density) ** (1.0 / 3.0),) * 3


# The liquid of the last system below, large: the speed per particle of the small one is set against it.
LARGE_KOB_ANDERSEN = System("kob-andersen-1000", (25600, 6400), cube(32000, 1.2), 1.0, melt=300, warm_up=50,
                            soret_steps=1000, lmp_steps=0, gmx_steps=0)

SYSTEMS = (
    System("lj-melt", (32000,), cube(32000, 0.8442), 1.44, melt=1000, warm_up=50, soret_steps=2000, lmp_steps=500,
           gmx_steps=2400, gmx_parameters="nve.mdp", gmx_topology="lj-melt.top"),
    System("kob-andersen-nemd", (18000, 4500), (14.12, 14.12, 94.10), 1.0, melt=1500, warm_up=50, soret_steps=1500,
           lmp_steps=400, gmx_steps=1600, gmx_parameters="nvt.mdp", gmx_topology="kob-andersen.top", sampling=True),
    System("ljts-nemd", (5000, 5000), (20.0, 20.0, 32.1), 0.62, melt=2000, warm_up=50, soret_steps=6000,
           lmp_steps=1500, gmx_steps=0, sampling=True),
    System("kob-andersen-1000", (800, 200), cube(1000, 1.2), 1.0, melt=3000, warm_up=200, soret_steps=30000,
           lmp_steps=8000, gmx_steps=30000, gmx_parameters="nvt.mdp", gmx_topology="kob-andersen.top"),
)
