#include <soret/core/memory.hpp>

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace soret {

void return_freed_arrays()
{
#ifdef M_MMAP_THRESHOLD
  constexpr int bytes = 4 << 20;
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, 2 * bytes);  // as the library would choose by itself for this threshold
#endif
}

}  // namespace soret
