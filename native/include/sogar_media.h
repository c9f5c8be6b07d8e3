/* Reading video and still images: a thin C ABI over libavformat, libavcodec and libswscale.

   A video is opened, its packets are scanned once into an index of frames, and then any set of frames is read in one
   decode pass. All of a handle's functions must be called by one thread at a time; handles are independent of each
   other. Nothing but the file at the given path is ever opened, whatever the file asks for. */
#ifndef SOGAR_MEDIA_H
#define SOGAR_MEDIA_H

#include "sogar_error.h"

#define SOGAR_MEDIA_ABI 2

/* Why a file was not read. The error record's message says it in libav's own words where libav had any. */
enum {
  SOGAR_MEDIA_NOT_FOUND = -100,    /* open: no such file, or no right to read it */
  SOGAR_MEDIA_NOT_REGULAR = -101,  /* open: a folder, a pipe, a device */
  SOGAR_MEDIA_OUTSIDE_ROOT = -102, /* open: the path leads out of the data root */
  SOGAR_MEDIA_EMPTY = -103,        /* open: zero bytes */
  SOGAR_MEDIA_NOT_VIDEO = -104,    /* probe: not a container that is read here, or a playlist */
  SOGAR_MEDIA_BROKEN = -105,       /* probe: the container's own tables cannot be read */
  SOGAR_MEDIA_NO_STREAM = -106,    /* probe: no video stream in it */
  SOGAR_MEDIA_UNSUPPORTED = -107,  /* probe: a codec or a pixel format that is not decoded here */
  SOGAR_MEDIA_TOO_LARGE = -108,    /* beyond a limit: pixels, streams, duration, packets */
  SOGAR_MEDIA_INDEX = -109,        /* index: packets cannot be read, or there are none */
  SOGAR_MEDIA_TRUNCATED = -110,    /* index: the file ends before its own tables say it should */
  SOGAR_MEDIA_SEEK = -111,         /* read: the wanted place cannot be reached */
  SOGAR_MEDIA_CORRUPT = -112,      /* read: more damage than the limit allows, or wanted frames that never came */
  SOGAR_MEDIA_DEADLINE = -113      /* the time allowed for this file is over */
};

/* An open video; the caller's, from open until close. */
typedef struct sogar_video sogar_video;

/* Bounds on what one file may ask of the process. Zero in any field means the default given here. */
typedef struct sogar_video_limits {
  int64_t max_pixels;      /* width times height; 3840 * 2160 */
  int64_t max_duration_us; /* 4 hours */
  int64_t max_packets;     /* packets of all streams together; 4,000,000 */
  int64_t deadline_us;     /* time spent inside calls on one handle, waiting for the disk included; 60 s */
  int32_t max_streams;     /* 64 */
  int32_t max_damage;      /* marks of damage that one read pass tolerates; 0, and zero is also the default */
} sogar_video_limits;

/* What is known of a video once it is open. Texts are UTF-8 and end in a zero. */
typedef struct sogar_video_facts {
  int32_t width;    /* as displayed: after rotation */
  int32_t height;
  int32_t rotation; /* degrees clockwise that reading applies: 0, 90, 180, 270 */
  int32_t time_base_numerator;
  int32_t time_base_denominator;
  int32_t reserved;
  char container[32];
  char codec[32];
} sogar_video_facts;

/* Flags of a packet. */
enum {
  SOGAR_PACKET_KEY = 1,    /* decoding can begin here */
  SOGAR_PACKET_HIDDEN = 2, /* decoded for the sake of others and never shown (an edit list cuts it off) */
  SOGAR_PACKET_UNTIMED = 4 /* carries no presentation time */
};

/* One packet of the video stream, in decode order; the rows of the index. Times are in units of the time base. */
typedef struct sogar_packet {
  int64_t pts;
  int64_t dts;
  int32_t flags;
  int32_t bytes;
} sogar_packet;

/* One decoded frame: 8-bit planar YUV 4:2:0 as displayed, row-major; chroma planes are (width+1)/2 x (height+1)/2. Every
   source format is brought to this one. The planes are borrowed until the next call on the handle. */
typedef struct sogar_frame {
  int32_t index; /* the frame's number in presentation order */
  int32_t width;
  int32_t height;
  int32_t matrix;     /* 601, 709 or 2020: how YUV was made from RGB */
  int32_t full_range; /* 1: luma 0..255; 0: 16..235 */
  int32_t luma_stride;
  int32_t chroma_stride;
  int32_t reserved;
  const uint8_t* y;
  const uint8_t* u;
  const uint8_t* v;
} sogar_frame;

/* The version of this header that the library was built from, and libavformat's own version (major << 16 | minor << 8 | micro). */
SOGAR_API int32_t sogar_media_version(int32_t* abi, int32_t* libavformat);

/* Opens the first video stream of the regular file at `path` (UTF-8). With a `root` (may be null) the file must lie below
   that folder, symbolic links resolved. `*video` is null on failure. */
SOGAR_API int32_t sogar_video_open(
    const char* path, const char* root, const sogar_video_limits* limits, sogar_video** video, sogar_error* error);

/* Frees a video; null is allowed. */
SOGAR_API int32_t sogar_video_close(sogar_video* video);

SOGAR_API int32_t sogar_video_describe(const sogar_video* video, sogar_video_facts* facts, sogar_error* error);

/* Reads every packet's header once. `*packet_count` is how many rows the index has. */
SOGAR_API int32_t sogar_video_scan(sogar_video* video, int64_t* packet_count, sogar_error* error);

/* Copies the index out, to be kept; `capacity` is in rows. Returns SOGAR_OK or SOGAR_BUFFER_TOO_SMALL. */
SOGAR_API int32_t sogar_video_packets(
    const sogar_video* video, sogar_packet* packets, int64_t capacity, sogar_error* error);

/* Puts back an index that `sogar_video_packets` gave for the same file, instead of a scan. */
SOGAR_API int32_t sogar_video_restore(
    sogar_video* video, const sogar_packet* packets, int64_t packet_count, sogar_error* error);

/* Begins a decode pass that delivers the frames numbered in `wanted` (ascending, without repetition). A pass that was
   under way is given up. */
SOGAR_API int32_t sogar_video_begin(
    sogar_video* video, const int32_t* wanted, int64_t wanted_count, sogar_error* error);

/* Delivers the next wanted frame, in ascending order of frame numbers. Returns SOGAR_OK or SOGAR_END_OF_STREAM after the last. */
SOGAR_API int32_t sogar_video_next(sogar_video* video, sogar_frame* frame, sogar_error* error);

/* The work done since open: packets given to the decoder, jumps in the file, and marks of damage. */
SOGAR_API int32_t sogar_video_effort(const sogar_video* video, int64_t* packets_decoded, int64_t* seeks, int64_t* damage);

/* A reader of still images, JPEG and PNG, told by their first bytes; the caller's, from open until close. It keeps decoders between
   images; one thread at a time. */
typedef struct sogar_images sogar_images;

/* Makes a reader; the limits hold for each image by itself. `*images` is null on failure. */
SOGAR_API int32_t sogar_images_open(const sogar_video_limits* limits, sogar_images** images, sogar_error* error);

/* Frees a reader; null is allowed. */
SOGAR_API int32_t sogar_images_close(sogar_images* images);

/* Decodes the regular file at `path` (UTF-8), which must lie below the folder `root` (may be null), symbolic links resolved. The
   frame's index is 0; an orientation that the file asks for is not applied, as annotations of data sets count pixels as stored. */
SOGAR_API int32_t sogar_images_read(
    sogar_images* images, const char* path, const char* root, sogar_frame* frame, sogar_error* error);

#endif
