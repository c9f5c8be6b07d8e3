# The C ABI over libtorch, used as a C program would use it.
sogar_native_test(torch_operations_test sogar_torch torch_operations_test.cpp)
sogar_native_test(torch_memory_test sogar_torch torch_memory_test.cpp)
if(TEST torch_memory_test)
  # It asks for more than there is, which the address sanitizer takes for a mistake.
  set_tests_properties(torch_memory_test PROPERTIES ENVIRONMENT "ASAN_OPTIONS=allocator_may_return_null=1")
endif()
sogar_native_test(torch_gradients_test sogar_torch torch_gradients_test.cpp)

# A device that is not the CPU, for the managed side's tests, from what the system's libtorch has. An AddressSanitizer build could not be loaded there.
if(TARGET sogar_torch AND NOT SOGAR_ASAN AND NOT SOGAR_TORCH)
  add_library(sogar_second_device SHARED second_device.cpp)
  target_include_directories(sogar_second_device SYSTEM PRIVATE "${torch_include}" "${torch_include}/torch/csrc/api/include")
  target_link_libraries(sogar_second_device PRIVATE sogar_common "${torch_cpu}" "${torch_c10}")
endif()
