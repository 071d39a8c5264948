#include <soret/core/error.hpp>
#include <soret/core/temperature_course.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace soret;

namespace {

double value_at(const TemperatureCourse& course, double time) { return course.at(Duration{time})->value(); }

}  // namespace

TEST_CASE("a pulse: background, step up, step down")
{
  TemperatureCourse course;
  course.hold(Temperature{0.2}, Duration{10.0})
      .hold(Temperature{0.5}, Duration{5.0})
      .hold(Temperature{0.2}, Duration{20.0});
  CHECK(course.duration() == Duration{35.0});
  CHECK(value_at(course, 0.0) == 0.2);
  CHECK(value_at(course, 9.999) == 0.2);
  CHECK(value_at(course, 10.0) == 0.5);  // the later piece where two meet
  CHECK(value_at(course, 14.999) == 0.5);
  CHECK(value_at(course, 15.0) == 0.2);
  CHECK(value_at(course, 1000.0) == 0.2);
  CHECK_FALSE(course.only_rests());
}

TEST_CASE("a ramp is a straight line, and the ends hold beyond it")
{
  TemperatureCourse course;
  course.ramp(Temperature{3.0}, Temperature{1.0}, Duration{8.0});
  CHECK(value_at(course, -1.0) == 3.0);
  CHECK(value_at(course, 2.0) == doctest::Approx(2.5).epsilon(1e-14));
  CHECK(value_at(course, 6.0) == doctest::Approx(1.5).epsilon(1e-14));
  CHECK(value_at(course, 8.0) == 1.0);
  CHECK(value_at(course, 9.0) == 1.0);
}

TEST_CASE("nothing is held during a rest")
{
  TemperatureCourse course;
  course.rest(Duration{2.0});
  CHECK(course.only_rests());
  course.ramp(Temperature{0.4}, Temperature{0.6}, Duration{2.0}).rest(Duration{1.0});
  CHECK_FALSE(course.only_rests());
  CHECK_FALSE(course.at(Duration{1.0}).has_value());
  CHECK(value_at(course, 3.0) == doctest::Approx(0.5).epsilon(1e-14));
  CHECK_FALSE(course.at(Duration{4.5}).has_value());
}

TEST_CASE("a course that runs backwards, stands still or freezes is refused")
{
  TemperatureCourse course;
  CHECK_THROWS_WITH_AS(course.at(Duration{0.0}), doctest::Contains("without any piece"), InputError);
  CHECK_THROWS_WITH_AS(course.hold(Temperature{1.0}, Duration{-1.0}), doctest::Contains("duration -1"), InputError);
  CHECK_THROWS_AS(course.rest(Duration{0.0}), InputError);
  CHECK_THROWS_AS(course.hold(Temperature{0.0}, Duration{1.0}), InputError);
  CHECK_THROWS_AS(course.ramp(Temperature{1.0}, Temperature{-0.5}, Duration{1.0}), InputError);
  CHECK_THROWS_AS(course.rest(Duration{std::numeric_limits<double>::infinity()}), InputError);
  CHECK(course.duration() == Duration{0.0});
}
