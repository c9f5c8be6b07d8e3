foreach(name read failure)
  sogar_native_test(media_${name}_test sogar_media media_${name}_test.cpp media_video.cpp)
  if(TARGET media_${name}_test)  # not where the part is left out
    target_link_libraries(media_${name}_test PRIVATE PkgConfig::LIBAV)
  endif()
endforeach()
