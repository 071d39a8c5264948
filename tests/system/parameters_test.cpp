#include <soret/system/parameters.hpp>

#include <doctest/doctest.h>

using namespace soret;

TEST_CASE("parameters that differ are named with both values, rounding is passed over")
{
  const ModelParameters one{{"mass of A", 1.0}, {"sigma of A-B", 1.1}, {"shift of A-B", 0.0}};
  const auto changed = [&](const char* name, double value) {
    ModelParameters other = one;
    other[name] = value;
    return other;
  };
  CHECK(difference_between(one, one).empty());
  CHECK(difference_between(one, changed("sigma of A-B", 1.1 * (1.0 + 9e-6))).empty());
  CHECK(difference_between(one, changed("sigma of A-B", 1.1 * (1.0 + 2e-5))) == "sigma of A-B 1.1 and 1.10002");
  CHECK(difference_between(changed("shift of A-B", 1.0), one) == "shift of A-B 1 and 0");
  CHECK(difference_between(one, changed("mass of C", 3.0)) == "mass of C absent and 3");
  CHECK(difference_between(one, {}) ==
        "mass of A 1 and absent, shift of A-B 0 and absent, sigma of A-B 1.1 and absent");
  const ModelParameters many{{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}, {"f", 6}};
  CHECK(difference_between(many, {}) == "a 1 and absent, b 2 and absent, c 3 and absent, d 4 and absent, and 2 more");
}
