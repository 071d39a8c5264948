#include <soret/input/command_line.hpp>
#include <soret/input/nemd_settings.hpp>

#include <doctest/doctest.h>

using namespace soret;

namespace {

CommandLine parse(std::vector<const char*> arguments)
{
  arguments.insert(arguments.begin(), "soret-nemd");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("common options, overrides and the config file")
{
  const CommandLine line = parse({"run.ini", "--seed", "5", "--output=out", "--gradient.hot_slab=0 0.1", "--max-time",
                                  "1h30m", "--check", "--quiet", "--restart", "old", "--target-error", "0.05",
                                  "--checkpoint-interval=10m", "--precision=mixed", "--replicas=4"});
  CHECK(line.config == "run.ini");
  CHECK(line.restart == "old");
  CHECK(line.max_wall_seconds == 5400.0);
  CHECK(line.check);
  CHECK(line.quiet);
  CHECK_FALSE(line.help);
  const std::vector<std::pair<std::string, std::string>> overrides{{"run.seed", "5"},
                                                                   {"output.directory", "out"},
                                                                   {"gradient.hot_slab", "0 0.1"},
                                                                   {"estimate.target_error", "0.05"},
                                                                   {"output.checkpoint_interval", "10m"},
                                                                   {"run.precision", "mixed"},
                                                                   {"run.replicas", "4"}};
  CHECK(line.overrides == overrides);
  CHECK(parse({"--help"}).help);
  CHECK(parse({"--version"}).version);
  CHECK_FALSE(parse({}).config);
}

TEST_CASE("arguments that are not understood are named")
{
  CHECK_THROWS_WITH_AS(parse({"run.ini", "--sed=5"}), doctest::Contains("'--sed=5'"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "--sed=5"}), doctest::Contains("perhaps meant: --seed"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "other.ini"}), doctest::Contains("'other.ini'"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "--run.seed"}), doctest::Contains("'--run.seed'"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "--max-time=soon"}), doctest::Contains("--max-time: 'soon'"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "--seed"}), doctest::Contains("'--seed'"), InputError);
  CHECK_THROWS_WITH_AS(parse({"run.ini", "-q"}), doctest::Contains("-q"), InputError);
}

TEST_CASE("overrides win over the file")
{
  CommandLine line;
  line.config = SORET_DATA "/examples/quickstart.ini";
  line.overrides = {{"run.seed", "99"}, {"species.heavy.mass", "6"}};
  Configuration configuration = load_configuration(line);
  const NemdSettings settings = read_nemd_settings(configuration);
  configuration.finish();
  CHECK(settings.run.seed.value() == 99);
  CHECK(settings.model.species[1].mass == 6.0);
  CHECK(settings.model.species[1].name == "heavy");
}

TEST_CASE("the help lists every key with what it accepts and its standard value")
{
  const std::string help = help_text("soret-nemd", "a test", nemd_keys());
  for (const char* part : {"Usage: soret-nemd CONFIG.ini", "--checkpoint-interval", "[gradient]", "hot_slab", "[10m]",
                           "langevin, rescale, hex, ehex, swap", "integration step", "[species.A]", "[pair.A-B]"}) {
    CAPTURE(part);
    CHECK(help.find(part) != std::string::npos);
  }
}
