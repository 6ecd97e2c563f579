// Reads the bits of a NAL unit, or of anything else that begins with the most significant one.

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const unsigned char *data;
  size_t bytes, bit;
  int emulation;  // whether 0 0 3 stands for 0 0
} Bits;

static inline unsigned bit(Bits *bits) {
  size_t at = bits->bit >> 3;
  if (at >= bits->bytes) return 0;
  if (bits->emulation && !(bits->bit & 7) && at >= 2 && bits->data[at] == 3 && !bits->data[at - 1] && !bits->data[at - 2]) {
    bits->bit += 8;
    if (++at >= bits->bytes) return 0;
  }
  unsigned value = bits->data[at] >> (7 - (bits->bit & 7)) & 1;
  bits->bit++;
  return value;
}

static inline unsigned get(Bits *bits, int n) {
  unsigned value = 0;
  while (n--) value = value << 1 | bit(bits);
  return value;
}

// Exp-Golomb code, H.264 clause 9.1.
static inline unsigned ue(Bits *bits) {
  int zeros = 0;
  while (zeros < 32 && bits->bit < 8 * bits->bytes && !bit(bits)) zeros++;
  return zeros < 32 ? (1u << zeros) - 1 + get(bits, zeros) : 0;
}

static inline int se(Bits *bits) {
  unsigned code = ue(bits);
  return code & 1 ? (int)(code / 2 + 1) : -(int)(code / 2);
}
