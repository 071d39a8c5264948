#pragma once
/// \file
/// Transport coefficients from the logarithm of averaged spectra: a second way to the Green-Kubo integrals, without an
/// upper limit to choose.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace soret {

/// A value at zero frequency and how it came about.
struct CepstralEstimate {
  Estimate estimate;
  std::size_t coefficients = 0;    ///< P of the greatest weight: how many cepstral coefficients are kept
  double highest_frequency = 0.0;  ///< of the part of the spectrum that was used; in cycles per time
  std::vector<double> spectrum;    ///< that part: S(f_k), f_k spread evenly from 0 to highest_frequency
  std::vector<double> smoothed;    ///< the same from weighted coefficients; the first is the estimate

  std::vector<double> frequencies() const;  ///< f_k
};

/// How the averaged spectrum is distributed about the true one.
struct SpectrumStatistics {
  std::size_t samples = 0;  ///< l: number of independent real vectors averaged, segments times components
  std::size_t fluxes = 1;   ///< F: 1 for a spectrum, more for the Schur complement of a matrix of spectra
  double spacing = 0.0;     ///< of the frequencies, in cycles per time
};

/// The spectrum S at zero frequency by cepstral analysis (Ercole, Marcolongo, Baroni 2017,
/// doi:10.1038/s41598-017-15843-2). `spectrum` holds S(f_k) at k = 0..n-1, f_0 = 0, each independently distributed as
/// S_true chi²_nu/(2 l), nu = 2 (l - F + 1) (Bertossa, Grasselli, Ercole, Baroni 2019,
/// doi:10.1103/PhysRevLett.122.255901, for F > 1); half of both at frequency zero, where the transform is real. Hence
/// with psi = digamma(nu/2) and psi' = trigamma(nu/2)
///   ln S_k = ln S_true + psi - ln l + noise of variance psi',
/// whose cepstral coefficients with N = 2 (n - 1), c_j = (1/N) sum_k ln S_k exp(2 pi i j k/N) over the even
/// continuation, fall off quickly, each with the variance psi'/N (c_0 twice that). If the first P are kept,
///   ln S_P = c_0 + 2 sum_(0 < j < P) c_j - (psi - ln l).
/// How many that should be is uncertain: Akaike's A_n = (N/psi') sum_(j >= n) c_j² + 2 n gives each n the weight
/// w_n ~ exp(-A_n/2) (Burnham and Anderson 2004, doi:10.1177/0049124104268644), and P = 2 n - 1 are kept with it:
/// beyond n single coefficients are below the noise, but their sum, all of one sign for an exponential decay, is not.
/// With W_j the weight of all P > j
///   ln S(0) = sum_n w_n ln S_P = c_0 + 2 sum_(j > 0) W_j c_j - (psi - ln l),
///   variance (psi'/N) (2 + 4 sum_(j > 0) W_j²) + sum_n w_n (ln S_P - ln S(0))²:
/// the second part is what the choice of P adds; taking the P of the lowest A_n alone for granted makes the error up to
/// a quarter too small. Some of the noise is in both parts: for short memories the error is a tenth too large.
/// A narrow peak at zero, the slow part of a correlation that is a few per cent of its integral, is smoothed away. A
/// quarter and a sixteenth of the frequencies, if at least 60, resolve narrower ones: the larger square by which they
/// make ln S(0) differ, less the variance v that they have more, is added to the variance if it exceeds 4 v. In made-up
/// spectra (750 vectors, 5000 frequencies), a peak of 8 % with twenty times the decay time of the rest makes the
/// estimate 5 % low; the error is then 3.4 % in place of 0.8 % (median), and of 600 estimates 24 %, not all, are beyond
/// three errors. A peak of 5 % with fifteen times the decay time is found in one run of three. Without a peak one error
/// in 25 is raised, to as much as five times.
/// Frequency zero gets its own psi and psi', which the variance takes into account (left out above: a relative change
/// of order P/N). The spectrum used ends at `highest_frequency`, or at its own end: one that spans many orders of
/// magnitude needs fewer coefficients without its high frequencies.
/// Throws InputError if fewer than 8 frequencies remain, RunTimeFailure if the spectrum is not positive everywhere or
/// there are too few samples, l < F.
CepstralEstimate cepstral_zero_frequency(std::span<const double> spectrum, const SpectrumStatistics& statistics,
                                         std::optional<double> highest_frequency = {});

/// The integral of <a(t) a(0)> over t from 0 to infinity, S(0)/2 (so are spectrum and smoothed halved, and multiplied
/// alike in what follows). Throws RunTimeFailure also if there is no spectrum.
CepstralEstimate cepstral_integral(const CorrelationBlocks& blocks, std::string_view quantity,
                                   std::optional<double> highest_frequency = {});

/// eta = S(0)/(2 V k_B T) of the stress. Throws InputError also if temperature or volume are not positive.
CepstralEstimate cepstral_viscosity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                    std::optional<double> highest_frequency = {});

/// lambda = S_q(0)/(2 V k_B T²), S_q = 1/(S^-1)_qq, S the matrix of spectra of the heat flux and the mass fluxes of all
/// species but the last; for a pure fluid the spectrum of the heat flux. Throws InputError also if temperature or
/// volume are not positive.
CepstralEstimate cepstral_thermal_conductivity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                               std::optional<double> highest_frequency = {});

/// The coefficients of a binary mixture, as OnsagerMatrix has them.
struct CepstralOnsager {
  CepstralEstimate mass_mass;   ///< L_11
  CepstralEstimate heat_heat;   ///< L_qq
  Estimate mass_heat;           ///< (L_1q + L_q1)/2
  CepstralEstimate sum;         ///< S_+, whose value at zero is S_+(0)
  CepstralEstimate difference;  ///< S_-
};

/// L_aa = S_aa(0)/(2 V k_B) of the mass flux M of the first species and of the heat flux Q. The cross spectrum of two
/// fluxes is not positive, but those of their sum and difference are: with alpha² S_MM(0) = beta² S_QQ(0) = 1,
///   (L_1q + L_q1)/2 = (S_+(0) - S_-(0))/(8 V k_B alpha beta),   S_± the spectrum of alpha M ± beta Q,
/// each by cepstral analysis. That choice of alpha and beta leaves sum and difference without correlation at frequency
/// zero; at others their logarithms are correlated positively, so that the error, which takes both as independent, is
/// if anything too large. Only the even part in time is seen: L_1q and L_q1 are not told apart. Throws InputError also
/// if the volume is not positive, RunTimeFailure if heat and mass flux were not correlated.
CepstralOnsager cepstral_onsager(const CorrelationBlocks& blocks, double volume,
                                 std::optional<double> highest_frequency = {});

}  // namespace soret
