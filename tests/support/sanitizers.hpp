#pragma once
/// \file
/// For tests that repeat something many times for statistics: under sanitizers they would take many minutes, and what
/// they run is run by other tests, too.

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool under_sanitizers = true;
#else
inline constexpr bool under_sanitizers = false;
#endif
