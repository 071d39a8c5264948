#include <soret/core/error.hpp>
#include <soret/core/state.hpp>

#include <doctest/doctest.h>

using namespace soret;

TEST_CASE("a state gives back what was put, also through a prefix")
{
  State part;
  part.put("energies", std::vector<double>{0.1, -2.5e-300});
  part.put("steps", std::int64_t{1} << 60);
  part.put("name", std::string("langevin(hot)"));
  State whole;
  whole.put_all("control/0", part);
  whole.put("control/00", 1.0);
  CHECK(whole.part("control/0").values() == part.values());
  CHECK(whole.doubles("control/0/energies")[1] == -2.5e-300);
  CHECK(whole.integer("control/0/steps") == std::int64_t{1} << 60);
  CHECK(whole.text("control/0/name") == "langevin(hot)");

  const State taken = whole.take_part("control/0");
  CHECK(taken.values() == part.values());
  CHECK_FALSE(whole.contains_part("control/0"));
  CHECK(whole.scalar("control/00") == 1.0);
}

TEST_CASE("an entry that is absent or of another type is named")
{
  State state;
  state.put("time", 1.5);
  CHECK_THROWS_WITH_AS(state.doubles("step"), doctest::Contains("'step'"), RunTimeFailure);
  CHECK_THROWS_WITH_AS(state.integer("time"), doctest::Contains("'time'"), RunTimeFailure);
}

TEST_CASE("an input error carries every message, one a line")
{
  const InputError error{std::vector<std::string>{"first", "second"}};
  CHECK(error.messages().size() == 2);
  CHECK(std::string(error.what()) == "first\nsecond");
}
