# Warnings, sanitizers and floating-point rules for our own code (not inherited by users of soret::soret).
add_library(soret_options INTERFACE)
add_library(Soret::options ALIAS soret_options)
target_compile_options(soret_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
target_compile_features(soret_options INTERFACE cxx_std_20)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(soret_options INTERFACE -Wno-restrict)  # false alarms on std::string sums, GCC bug 105651
endif()
if(SORET_WARNINGS_AS_ERRORS)
  target_compile_options(soret_options INTERFACE -Werror)
endif()
if(SORET_SANITIZERS)
  set(checked "$<NOT:$<BOOL:$<TARGET_PROPERTY:SORET_UNCHECKED>>>")
  target_compile_options(soret_options INTERFACE
    "$<${checked}:-fsanitize=${SORET_SANITIZERS}>" "$<${checked}:-fno-sanitize-recover=all>" -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(soret_options INTERFACE -Wno-maybe-uninitialized)  # false alarms in <regex>, GCC bug 105562
  endif()
  target_link_options(soret_options INTERFACE -fsanitize=${SORET_SANITIZERS})
endif()
