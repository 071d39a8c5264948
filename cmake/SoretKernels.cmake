# soret_kernels(NAME source): compiles one source once per instruction set; the program chooses at run time
# (core/instruction_set.hpp). Each time SORET_KERNELS is the namespace for the results: kernels_avx512 and so on. Contraction to fused multiply-add is wanted in these loops, and optimisation also in debug
# builds: they are useless without it.
set(SORET_X86_KERNELS OFF)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(SORET_X86_KERNELS ON)
endif()

set(soret_avx2_flags -mavx2 -mfma -mbmi -mbmi2 -mf16c -maes -mpclmul)
set(soret_flags_portable "")
set(soret_flags_sse4 -msse4.2 -maes -mpclmul)
set(soret_flags_avx2 ${soret_avx2_flags})
set(soret_flags_avx512 ${soret_avx2_flags} -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512cd)

# In builds with sanitizers the shipped loops go unchecked: instrumented, each instruction set takes the compiler many minutes.
# The memory that they work on is checked on either side of them, and unit.forces instruments the loop for a potential of its own.
set(soret_kernel_optimisation -O3)
if(SORET_SANITIZERS)
  set(soret_kernel_optimisation -O1)
endif()

function(soret_kernels name source)
  set(instruction_sets portable)
  if(SORET_X86_KERNELS)
    list(APPEND instruction_sets sse4 avx2 avx512)
  endif()
  foreach(instruction_set ${instruction_sets})
    set(target soret_${name}_${instruction_set})
    add_library(${target} OBJECT ${source})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include)
    target_link_libraries(${target} PRIVATE Soret::options Soret::highway)
    target_compile_definitions(${target} PRIVATE SORET_KERNELS=kernels_${instruction_set})
    set_target_properties(${target} PROPERTIES SORET_UNCHECKED ON)
    target_compile_options(${target} PRIVATE ${soret_kernel_optimisation} -ffp-contract=fast -fno-math-errno ${soret_flags_${instruction_set}})
    target_sources(soret PRIVATE $<TARGET_OBJECTS:${target}>)
  endforeach()
endfunction()
