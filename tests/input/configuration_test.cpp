#include <soret/input/configuration.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;

namespace {

Configuration of(const std::string& text)
{
  Configuration configuration;
  configuration.add_text(text, "test.ini");
  return configuration;
}

std::vector<std::string> mistakes(const Configuration& configuration)
{
  try {
    configuration.finish();
  }
  catch (const InputError& error) {
    return error.messages();
  }
  return {};
}

}  // namespace

TEST_CASE("typed values are read from sections, with comments and blanks")
{
  Configuration c = of(R"(
# a comment
; another
[run]   ; a section
time_step = 0.005 tau   # a comment behind a value
  seed=18446744
[box]
lengths = 10, 12 36
name = a;b with words ; and a comment
[deep.section]
flag = yes
)");
  CHECK(c.quantity({.name = "run.time_step", .about = ""}, dimension::time) == 0.005);
  CHECK(c.seed({.name = "run.seed", .about = ""}) == 18446744);
  CHECK(c.quantities({.name = "box.lengths", .about = ""}, dimension::length, Count::exactly(3)) ==
        std::vector<double>{10.0, 12.0, 36.0});
  CHECK(c.text({.name = "box.name", .about = ""}) == "a;b with words");
  CHECK(c.yes_or_no({.name = "deep.section.flag", .about = ""}));
  CHECK(mistakes(c).empty());
}

TEST_CASE("standard values hold for absent keys, and optional keys may be absent")
{
  Configuration c = of("");
  CHECK(c.integer({.name = "a.count", .about = "", .standard = "7"}) == 7);
  CHECK(c.wall_seconds({.name = "a.wall", .about = "", .standard = "1h30m"}) == 5400.0);
  CHECK_FALSE(c.optional_quantity({.name = "a.length", .about = ""}, dimension::length));
  CHECK_FALSE(c.optional_path({.name = "a.path", .about = ""}));
  CHECK(c.words({.name = "a.words", .about = ""}).empty());
  CHECK(mistakes(c).empty());
}

TEST_CASE("the command line wins over the file, the file over what it includes; places stay those of the base")
{
  Configuration c;
  c.add_override("species.B.mass", "4");
  c.add_text("[species.A]\nmass = 2\n[run]\nseed = 3\n", "run.ini");
  c.add_text("[species.A]\nmass = 1\n[species.B]\nmass = 1\n", "model.ini");
  CHECK(c.names_below("species") == std::vector<std::string>{"A", "B"});
  CHECK(c.number({.name = "species.A.mass", .about = ""}) == 2.0);
  CHECK(c.number({.name = "species.B.mass", .about = ""}) == 4.0);
  CHECK(c.integer({.name = "run.seed", .about = ""}) == 3);
  CHECK(mistakes(c).empty());
}

TEST_CASE("all mistakes are collected, each with key, place, what was found and what is accepted")
{
  Configuration c;
  c.add_override("a.count", "many");
  c.add_text("[a]\nlength = -3 sigma\nlenght = 3\nratio = 2\nratio = 3\n", "test.ini");
  CHECK(c.integer({.name = "a.count", .about = "a count"}, Range::at_least(1.0)) == 0);
  CHECK(std::isnan(c.quantity({.name = "a.length", .about = "a length"}, dimension::length, Range::positive())));
  CHECK(c.number({.name = "a.ratio", .about = ""}) == 2.0);
  c.quantity({.name = "a.time", .about = "how long"}, dimension::time, Range::at_least(0.0));
  CHECK(
      mistakes(c) ==
      std::vector<std::string>{
          "test.ini:5: duplicate key a.ratio = 3; it was already given as '2' in line 4; accepted: each key once",
          "command line: a.count = many: 'many' is not a whole number; accepted: a whole number >= 1",
          "test.ini:2: a.length = -3 sigma: -3 is out of range; accepted: a length > 0 (bare in reduced units, or with "
          "a unit: sigma)",
          "test.ini: missing key a.time (how long); accepted: a time >= 0 (bare in reduced units, or with a unit: tau)",
          "test.ini:3: unknown key a.lenght = 3; accepted keys are listed by --help, perhaps meant: a.length"});
  CHECK_FALSE(c.accepted({"a.length"}));
  CHECK(c.accepted({"a.ratio"}));
}

TEST_CASE("a section without keys is given, unless nothing is known of it")
{
  Configuration c = of("[softness]\n[a]\n[b.c]\nkey = 1\n[map]\n");
  CHECK(c.has_section("softness"));
  CHECK_FALSE(c.has_section("output"));
  CHECK(c.yes_or_no({.name = "softness.map", .about = "", .standard = "no"}) == false);
  c.optional_text({.name = "a.name", .about = ""});
  c.number({.name = "b.c.key", .about = ""});
  CHECK(mistakes(c) ==
        std::vector<std::string>{"test.ini:5: unknown section [map]; sections and their keys are listed by --help"});
  CHECK(c.resolved() == "[softness]\nmap = no\n\n[a]\n\n[b.c]\nkey = 1\n");
}

TEST_CASE("a mistyped section is named once, not each of its keys")
{
  Configuration c = of("[transprot]\nduration = 1\ninterval = 2\n[b]\nkey = 1\n[else]\nwhere = 1\n");
  c.add_override("strange.one", "1");
  c.add_override("strange.two", "2");
  c.number({.name = "transport.duration", .about = "", .standard = "1"});
  c.number({.name = "b.key", .about = ""});
  CHECK(mistakes(c) ==
        std::vector<std::string>{
            "command line: unknown section [strange] with one, two; sections and their keys are listed by --help",
            "test.ini:1: unknown section [transprot] with duration, interval; sections and their keys are listed by "
            "--help, perhaps meant: [transport]",
            "test.ini:7: unknown key else.where = 1; accepted keys are listed by --help"});
}

TEST_CASE("a section without a use is named once, with those below it")
{
  Configuration c = of("[state]\ndensity = 1\n[pair.A-B]\nepsilon = 1\nsigma = 1\n[run]\n[runs]\nkey = 1\n");
  c.add_override("ensemble.thermostat", "csvr");
  for (const char* section : {"state", "pair", "run", "ensemble", "estimate"}) {
    c.exclude_section(section, "is of no use");
  }
  CHECK(mistakes(c) == std::vector<std::string>{
                           "test.ini:1: section [state] is of no use", "test.ini:3: section [pair.A-B] is of no use",
                           "test.ini:6: section [run] is of no use", "command line: section [ensemble] is of no use",
                           "test.ini:8: unknown key runs.key = 1; accepted keys are listed by --help"});
}

TEST_CASE("lists of quantities with units")
{
  Configuration c =
      of("[l]\none = 1 2 3 sigma\nall = 1 sigma 2 sigma\nmixed = 1 sigma 2\nnone =\npower = 1 epsilon / tau 2 "
         "epsilon/tau");
  const auto read = [&](const char* name, Dimension d) { return c.quantities({.name = name, .about = ""}, d, {}); };
  CHECK(read("l.one", dimension::length) == std::vector<double>{1, 2, 3});
  CHECK(read("l.all", dimension::length) == std::vector<double>{1, 2});
  CHECK(read("l.power", dimension::power) == std::vector<double>{1, 2});
  CHECK(read("l.mixed", dimension::length).empty());
  CHECK(read("l.none", dimension::length).empty());
  CHECK(mistakes(c).size() == 2);
}

TEST_CASE("bare extents are fractions, others lengths")
{
  Configuration c = of("[s]\nfraction = 0.5 0.1\nlength = 12.5 sigma 4 sigma\nmixed = 0.5 4 sigma");
  const auto fraction = c.extent_pair({.name = "s.fraction", .about = ""}, "");
  const auto length = c.extent_pair({.name = "s.length", .about = ""}, "");
  const auto mixed = c.extent_pair({.name = "s.mixed", .about = ""}, "");
  REQUIRE((fraction && length && mixed));
  CHECK(mixed->first.fraction_of(50.0) == 0.5);
  CHECK(mixed->second.fraction_of(50.0) == 0.08);
  CHECK(fraction->first.fraction_of(50.0) == 0.5);
  CHECK(length->first.fraction_of(50.0) == 0.25);
  CHECK(length->second.fraction_of(50.0) == 0.08);
}

TEST_CASE("wall times")
{
  Configuration c = of("[w]\na = 1h30m\nb = 10m\nc = 45\nd = 1d2h3m4s\ne = 1.5h\nf = 10m1h\ng = 0\nh = -5m\ni = 5x");
  const auto read = [&](const char* name) { return c.wall_seconds({.name = name, .about = ""}); };
  CHECK(read("w.a") == 5400.0);
  CHECK(read("w.b") == 600.0);
  CHECK(read("w.c") == 45.0);
  CHECK(read("w.d") == 93784.0);
  CHECK(read("w.e") == 5400.0);
  CHECK(mistakes(c).size() == 4);  // f to i are unknown so far
  for (const char* wrong : {"w.f", "w.g", "w.h", "w.i"}) {
    read(wrong);
  }
  CHECK(mistakes(c).size() == 4);  // and refused now
}

TEST_CASE("the resolved configuration, read again, is the same")
{
  Configuration c = of("[run]\ntime_step = 0.005\n[a.b]\nname = x y\n");
  const auto read = [](Configuration& configuration) {
    configuration.quantity({.name = "run.time_step", .about = ""}, dimension::time);
    configuration.integer({.name = "run.seed", .about = "", .standard = "1"});
    configuration.text({.name = "a.b.name", .about = ""});
    configuration.optional_text({.name = "a.b.other", .about = ""});
  };
  read(c);
  const std::string resolved = c.resolved();
  CHECK(resolved == "[run]\ntime_step = 0.005\nseed = 1\n\n[a.b]\nname = x y\n");
  Configuration again = of(resolved);
  read(again);
  CHECK(again.resolved() == resolved);
  CHECK(mistakes(again).empty());
  CHECK(c.resolved({"a.b.name"}) == "[run]\ntime_step = 0.005\nseed = 1\n");
}

TEST_CASE("a file that cannot be read is named")
{
  Configuration c;
  CHECK_THROWS_WITH_AS(c.add_file("/nowhere/x.ini"), "cannot read the configuration file '/nowhere/x.ini'", InputError);
  CHECK_THROWS_AS(c.add_file("/tmp"), InputError);
}
