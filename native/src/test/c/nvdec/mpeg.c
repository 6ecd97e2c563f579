// MPEG-1, MPEG-2 (ITU-T H.262, clause 6.2) and MPEG-4 (ISO/IEC 14496-2, clause 6.2): start codes and what follows them.

#include "bits.h"
#include "headers.h"
#include "nvdec.h"

enum { PICTURE = 0x00, LAST_SLICE = 0xaf, SEQUENCE = 0xb3, EXTENSION = 0xb5, VOP = 0xb6, I = 1, B = 3 };
enum { FIRST_VOL = 0x20, LAST_VOL = 0x2f, SEQUENCE_EXTENSION = 1, CODING_EXTENSION = 8, FRAME = 3, SURFACES = 6 };

static void read_extension(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header, int pictures) {
  Bits bits = {data, bytes, 0, 0};
  int which = get(&bits, 4);
  if (which == CODING_EXTENSION && pictures) {
    get(&bits, 18);
    int structure = get(&bits, 2);
    header->field = structure != FRAME && structure;
    header->bottom = structure == 2;
  } else if (which == SEQUENCE_EXTENSION) {
    get(&bits, 8);
    headers->interlaced = !bit(&bits);
  }
}

static int next_mpeg2(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  int pictures = 0;
  size_t at = start_code(data, bytes, header->begin);
  while (at + 4 < bytes) {
    size_t end = start_code(data, bytes, at + 3);
    int code = data[at + 3];
    if (code == PICTURE || code == SEQUENCE) {
      if (pictures) return 1;
    }
    if (code == SEQUENCE) {
      headers->interlaced = 0;
      // Size, aspect and rate: matrices and the bit rate may change on the way.
      keep(headers, &headers->sps[0], data + at, end - at < 8 ? end - at : 8, 0);
    } else if (code == EXTENSION) {
      read_extension(headers, data + at + 4, end - at - 4, header, pictures);
    } else if (code == PICTURE && headers->sps[0].bytes) {
      Bits bits = {data + at + 4, end - at - 4, 0, 0};
      get(&bits, 10);
      int type = get(&bits, 3);
      header->reference = type != B;
      header->intra = type == I;
      header->sequence = hash(headers->sps[0].data, headers->sps[0].bytes);
      header->found = 1;
      header->surfaces = SURFACES;
      // NVIDIA's rounds rows alone.
      header->coded_width = headers->sps[0].data[4] << 4 | headers->sps[0].data[5] >> 4;
      pictures++;
    } else if (code && code <= LAST_SLICE) {
      add_slice(header, at);
    }
    header->interlaced = headers->interlaced;
    header->end = at = end;
  }
  // A start code may be the last that there is: the end of a sequence.
  header->end = bytes;
  return 1;
}

static int next_mpeg4(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  size_t begin = header->begin;
  header->end = bytes;
  for (size_t at = start_code(data, bytes, begin); at + 4 < bytes; at = start_code(data, bytes, at + 3)) {
    int code = data[at + 3];
    if (code >= FIRST_VOL && code <= LAST_VOL) {
      keep(headers, &headers->sps[0], data + at, start_code(data, bytes, at + 3) - at, 0);
    } else if (code == VOP && headers->sps[0].bytes) {
      int type = data[at + 4] >> 6;
      header->found = 1;
      header->sequence = hash(headers->sps[0].data, headers->sps[0].bytes);
      header->reference = type != 2;
      header->intra = type == 0;
      header->surfaces = SURFACES;
      add_slice(header, at);
      return 1;
    }
  }
  return 1;
}

int next_mpeg(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  return headers->codec == MPEG4 ? next_mpeg4(headers, data, bytes, header) : next_mpeg2(headers, data, bytes, header);
}
