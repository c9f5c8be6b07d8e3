# Groups of Gloo: ranks are threads here, each with a device of its own.
sogar_native_test(exchange_group_test sogar_exchange exchange_group_test.cpp exchange_ranks.cpp)
sogar_native_test(exchange_failure_test sogar_exchange exchange_failure_test.cpp exchange_ranks.cpp)
# With many ranks and few processors a test may wait for its threads, never for ever.
foreach(test exchange_group_test exchange_failure_test)
  if(TARGET ${test})
    find_package(Threads REQUIRED)
    target_link_libraries(${test} PRIVATE Threads::Threads)
    set_tests_properties(${test} PROPERTIES TIMEOUT 300)
  endif()
endforeach()

# Stands in for NCCL in the managed side's tests. An AddressSanitizer build could not be loaded there.
if(NOT SOGAR_ASAN)
  add_library(sogar_nccl_stand_in SHARED nccl_stand_in.cpp)
  target_link_libraries(sogar_nccl_stand_in PRIVATE sogar_common)
endif()
