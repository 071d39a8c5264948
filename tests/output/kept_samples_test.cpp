/// Samples as runs keep them, read again as runs that start from them do.
#include "sample_system.hpp"
#include "support/settings_from_text.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/input/samples.hpp>
#include <soret/output/extended_xyz.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace soret;
using test_support::Overrides;

namespace {

constexpr std::int64_t count = 20;

Model noble_gases(const Overrides& overrides = {})
{
  constexpr const char* text = R"(
[model]
cutoff = 2.5
[species.Ar]
mass = 1
epsilon = 1
sigma = 1
[species.Kr]
mass = 2.1
epsilon = 1.3
sigma = 1.1
)";
  return test_support::settings_from_text(read_model, {text}, overrides);
}

/// A folder with one sample.
class KeptSample {
 public:
  explicit KeptSample(const std::vector<std::pair<std::string, std::string>>& origin)
  {
    write_extended_xyz(test_world(), file(), sample_box(), sample_species(), sample_particles(test_world(), count, 0.0),
                       XyzColumns::positions_velocities_ids, origin);
  }
  std::filesystem::path file() const { return folder_ / sample_file_name("stage", 0); }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string second_line() const
  {
    const std::string content = file_content(file());
    const std::size_t begin = content.find('\n') + 1;
    return content.substr(begin, content.find('\n', begin) - begin);
  }
  /// What a run of the model says to it; empty if it starts from the sample.
  std::string refusal(const Model& model) const
  {
    try {
      read_samples(folder(), model);
    }
    catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

 private:
  TemporaryDirectory folder_;
};

}  // namespace

TEST_CASE("a sample tells its model and temperature, and is read by runs of the same model")
{
  const KeptSample kept{sample_origin(noble_gases(), Temperature{0.1})};
  CHECK(kept.second_line().ends_with(
      " pbc=\"T T T\" model=\"Ar: mass 1; Ar-Ar (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1, "
      "sigma 1; "
      "Ar-Kr (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1.140175425099138, sigma 1.05; "
      "Kr: mass 2.1; Kr-Kr (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1.3, sigma 1.1\" "
      "temperature=\"0.1\""));
  const std::vector<Sample> samples = read_samples(kept.folder(), noble_gases());
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].name == "stage-000");
  const Particles& particles = samples[0].system.particles;
  REQUIRE(particles.size() == count);
  CHECK(samples[0].system.box.lengths() == sample_box().lengths());
  for (std::size_t i = 0; i < particles.size(); ++i) {
    CHECK(particles.species[i] == sample_species_of(particles.id[i]));
    CHECK(particles.position_of(i) == sample_position(particles.id[i], 0.0));
    CHECK(particles.velocity_of(i) == sample_velocity(particles.id[i]));
  }
}

TEST_CASE("a run of another model names the sample, the parameter, and both values")
{
  const KeptSample kept{sample_origin(noble_gases(), {})};
  const auto refusal = [&](const char* key, const char* value) { return kept.refusal(noble_gases({{key, value}})); };
  const auto expected = [&](const std::string& difference) {
    return kept.file().string() + ":2: the models of the sample and of the run differ: " + difference +
           "; to start from such samples all the same, remove model=\"...\" from the second line of their files";
  };
  CHECK(refusal("species.Kr.mass", "2.2") == expected("mass of Kr 2.1 and 2.2"));
  CHECK(refusal("pair.Ar-Kr.epsilon", "1.2") == expected("epsilon of Ar-Kr (Lennard-Jones) 1.14018 and 1.2"));
  CHECK(refusal("pair.Ar-Kr.sigma", "1.06") == expected("sigma of Ar-Kr (Lennard-Jones) 1.05 and 1.06"));
  CHECK(refusal("pair.Ar-Kr.cutoff", "3") == expected("cutoff of Ar-Kr (Lennard-Jones) 2.5 and 3"));
  CHECK(refusal("model.potential", "force-shifted-lennard-jones") ==
        expected("cutoff of Ar-Ar (Lennard-Jones) 2.5 and absent, cutoff of Ar-Ar (force-shifted Lennard-Jones) absent "
                 "and 2.5, cutoff of Ar-Kr (Lennard-Jones) 2.5 and absent, cutoff of Ar-Kr (force-shifted "
                 "Lennard-Jones) absent and 2.5, and 17 more"));
  CHECK(refusal("model.truncation", "cut").find("energy shift at the cutoff of Kr-Kr (Lennard-Jones) 1 and 0") !=
        std::string::npos);
  CHECK_THROWS_WITH_AS(read_sample(kept.file(), noble_gases({{"species.Kr.mass", "2.2"}})),
                       expected("mass of Kr 2.1 and 2.2").c_str(), InputError);
}

TEST_CASE("a parameter typed with six digits, a mixed one typed, and another name are no other model")
{
  const KeptSample kept{sample_origin(noble_gases(), {})};
  CHECK(kept.refusal(noble_gases({{"pair.Ar-Kr.epsilon", "1.14018"}})).empty());
  CHECK(kept.refusal(noble_gases({{"model.name", "other"}, {"model.glass_temperature", "0.4"}})).empty());
}

TEST_CASE("species that the run does not know are still refused by their names")
{
  const KeptSample kept{sample_origin(noble_gases(), {})};
  Model other = noble_gases();
  other.species[1].name = "Xe";
  CHECK(kept.refusal(other).ends_with("unknown species 'Kr'; accepted: Ar, Xe"));
}

TEST_CASE("a file that does not tell its model fits every model, one that tells it in another way none")
{
  CHECK(KeptSample{{}}.refusal(noble_gases({{"species.Kr.mass", "7"}})).empty());
  CHECK(KeptSample{{{"temperature", "1"}}}.refusal(noble_gases({{"species.Kr.mass", "7"}})).empty());
  const KeptSample foreign{{{"model", "argon and krypton"}}};
  CHECK(
      foreign.refusal(noble_gases()) ==
      foreign.file().string() +
          ":2: model=\"...\" is not as samples have it: 'argon and krypton' does not have the form 'OWNER: NAME VALUE, "
          "...'; to start from such samples all the same, remove model=\"...\" from the second line of their files");
}

TEST_CASE("mistakes about the model are not followed by others about its samples")
{
  const KeptSample kept{sample_origin(noble_gases(), {})};
  Model mistaken = noble_gases();
  mistaken.species[0].mass = std::numeric_limits<double>::quiet_NaN();
  CHECK(kept.refusal(mistaken).empty());
}
