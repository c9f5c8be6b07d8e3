# The C ABI over libtorch, used as a C program would use it.
sogar_native_test(torch_operations_test sogar_torch torch_operations_test.cpp)
sogar_native_test(torch_memory_test sogar_torch torch_memory_test.cpp)
sogar_native_test(torch_gradients_test sogar_torch torch_gradients_test.cpp)
