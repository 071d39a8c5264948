#include <soret/estimate/replica_choice.hpp>

#include <cmath>

namespace soret {

std::vector<ReplicaTemperature> replicas_off(std::span<const ThermodynamicTable> series,
                                             std::int64_t degrees_of_freedom, Temperature aim, double window)
{
  std::vector<ReplicaTemperature> off;
  for (std::size_t replica = 0; replica < series.size(); ++replica) {
    double sum = 0.0;
    double samples = 0.0;
    for (const ThermodynamicRow& row : series[replica]) {
      sum += static_cast<double>(row.samples) * row.temperature(degrees_of_freedom);
      samples += static_cast<double>(row.samples);
    }
    const double mean = sum / samples;
    if (std::abs(mean - aim.value()) > window) {
      off.push_back({replica, mean});
    }
  }
  return off;
}

void leave_out(std::vector<ThermodynamicTable>& series, std::span<const ReplicaTemperature> off)
{
  for (auto each = off.rbegin(); each != off.rend(); ++each) {  // backwards, so that numbers stay valid
    series.erase(series.begin() + static_cast<std::ptrdiff_t>(each->replica));
  }
}

}  // namespace soret
