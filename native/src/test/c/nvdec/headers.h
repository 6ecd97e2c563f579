// What the headers of a stream say before it is decoded: where pictures begin, and what they are.

#include <stddef.h>
#include <stdint.h>

typedef struct {
  unsigned char *data;
  size_t bytes;
  int refers;  // the SPS of a PPS
} Unit;

typedef struct {
  int codec;
  // Parameter sets in Annex B, by number: 16 VPS, 32 SPS, 256 PPS. Of other codecs the sequence header is the first SPS.
  Unit vps[16], sps[32], pps[256];
  unsigned char *all;  // all of them in one piece
  size_t all_bytes;
  int interlaced;  // MPEG-2's sequence extension
} Headers;

// A picture, or one field of a pair.
typedef struct {
  size_t begin, end;       // in the packet
  int found;               // 0: no slice, or none whose headers are known
  int again;               // no picture: one that was decoded before is due
  uint64_t sequence;       // another number: other sequence headers; 0: the picture does not say
  int reference, intra, field, bottom;
  int coded_width, coded_height;      // 0: as libavcodec finds it, whole macroblocks
  int frames;                         // whether sizes are those of frames, and no whole macroblocks
  int shown_width, shown_height;      // from the first column and row on; 0: as libavcodec finds it
  int monochrome;
  int interlaced, surfaces;
  int key, shown, existing, refresh;  // AV1: whether it is shown now; else which slot is; slots that it fills
  unsigned slices, slice_offsets[2048];
} PictureHeader;

// The next picture of a packet from header->end on; 0 if there is none.
int next_picture(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);
int next_h264(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);
int next_hevc(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);
int next_mpeg(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);
int next_frame(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);
int next_av1(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header);

// Where the next start code begins, or the end.
size_t start_code(const unsigned char *data, size_t bytes, size_t from);
// Where a NAL unit begins after its start code.
size_t after_start_code(const unsigned char *data, size_t bytes, size_t at);
void keep(Headers *headers, Unit *unit, const unsigned char *data, size_t bytes, int refers);
uint64_t hash(const unsigned char *data, size_t bytes);
void add_slice(PictureHeader *header, size_t at);
void free_headers(Headers *headers);
