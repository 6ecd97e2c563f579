// What all codecs' headers have in common.

#include "headers.h"

#include <stdlib.h>
#include <string.h>

#include "nvdec.h"

size_t start_code(const unsigned char *data, size_t bytes, size_t from) {
  for (size_t at = from; at + 3 <= bytes; at++) {
    if (!data[at] && !data[at + 1] && data[at + 2] == 1) return at;
  }
  return bytes;
}

size_t after_start_code(const unsigned char *data, size_t bytes, size_t at) {
  size_t found = start_code(data, bytes, at);
  return found == bytes ? bytes : found + 3;
}

uint64_t hash(const unsigned char *data, size_t bytes) {
  uint64_t value = 0xcbf29ce484222325u;  // FNV-1a
  for (size_t i = 0; i < bytes; i++) value = (value ^ data[i]) * 0x100000001b3u;
  return value | 1;
}

static void append(Headers *headers, const Unit *units, int n) {
  for (int i = 0; i < n; i++) {
    if (!units[i].bytes) continue;
    memcpy(headers->all + headers->all_bytes, units[i].data, units[i].bytes);
    headers->all_bytes += units[i].bytes;
  }
}

void keep(Headers *headers, Unit *unit, const unsigned char *data, size_t bytes, int refers) {
  // They belong to the start code that follows.
  while (bytes > 4 && !data[bytes - 1]) bytes--;
  unit->refers = refers;
  if (unit->bytes == bytes && !memcmp(unit->data, data, bytes)) return;
  unit->data = realloc(unit->data, bytes);
  memcpy(unit->data, data, bytes);
  unit->bytes = bytes;
  size_t all = 0;
  for (int i = 0; i < 16; i++) all += headers->vps[i].bytes;
  for (int i = 0; i < 32; i++) all += headers->sps[i].bytes;
  for (int i = 0; i < 256; i++) all += headers->pps[i].bytes;
  headers->all = realloc(headers->all, all);
  headers->all_bytes = 0;
  append(headers, headers->vps, 16);
  append(headers, headers->sps, 32);
  append(headers, headers->pps, 256);
}

void add_slice(PictureHeader *header, size_t at) {
  if (header->slices < MAX_SLICES) header->slice_offsets[header->slices++] = at - header->begin;
}

void free_headers(Headers *headers) {
  for (int i = 0; i < 16; i++) free(headers->vps[i].data);
  for (int i = 0; i < 32; i++) free(headers->sps[i].data);
  for (int i = 0; i < 256; i++) free(headers->pps[i].data);
  free(headers->all);
  *headers = (Headers){.codec = headers->codec};
}

int next_picture(Headers *headers, const unsigned char *data, size_t bytes, PictureHeader *header) {
  size_t begin = header->end;
  memset(header, 0, offsetof(PictureHeader, slice_offsets));
  header->begin = header->end = begin;
  if (begin >= bytes) return 0;
  switch (headers->codec) {
    case H264: return next_h264(headers, data, bytes, header);
    case HEVC: return next_hevc(headers, data, bytes, header);
    case MPEG1:
    case MPEG2:
    case MPEG4: return next_mpeg(headers, data, bytes, header);
    case AV1: return next_av1(headers, data, bytes, header);
    default: return next_frame(headers, data, bytes, header);
  }
}
