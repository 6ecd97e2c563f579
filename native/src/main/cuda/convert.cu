// A decoded surface becomes pixels: colour, size, orientation, cut or padding and layout in one pass, one thread a pixel.
//
// The arithmetic is that of Conversion.EXACT, which the Javadoc of io.nvvideo.image.ImageConverter writes down. What depends
// on tags and options alone is computed in Java and comes as numbers (Placement: KernelArguments.java fills it, field by
// field), so that four entry points serve every surface format and every output.
//
// Also compiled as host C++, for tests: native/src/test/c/kernels.cpp. Nothing of the CUDA runtime library is used, and no
// instruction that PTX 6.0 lacks. After a change run ci/gpu/build-kernels.

typedef unsigned char u8;
typedef unsigned short u16;

struct Placement {
  const u8 *luma;           // first sample of the plane; planes of 4:4:4 RGB are G, B, R
  const u8 *blue;           // Cb
  const u8 *red;            // Cr; of interleaved chroma, one sample after Cb
  u8 *out;
  long long outRowBytes;    // from one row to the next
  long long outPlaneBytes;  // from one component of a pixel to the next
  int outPixelBytes;        // from one pixel to the next
  int components;           // 3, or 1: the first row of the matrix alone
  int lumaPitch;            // bytes from one row to the next
  int chromaPitch;
  int chromaStep;           // samples from one Cb to the next
  int across;               // luma samples per chroma sample, 1 or 2
  int down;
  int siteX;                // where chroma sits: 0 in the middle of its group, 1 on the first luma sample, -1 on the last
  int siteY;
  int readsChroma;          // 0: luma alone decides
  int colourFirst;          // 1: colour at the stored size, then resize (pictures of odd size in a subsampled format)
  int width;                // of the stored picture
  int height;
  int chromaWidth;
  int chromaHeight;
  int scaledWidth;          // of the stored picture after scaling, before turning
  int scaledHeight;
  int shownWidth;           // of the same after turning
  int shownHeight;
  int outWidth;
  int outHeight;
  int offsetX;              // where the output begins in the turned picture; negative where it is padded
  int offsetY;
  int storedXperX;          // how a pixel of the turned picture is found in the scaled one
  int storedXperY;
  int storedX0;
  int storedYperX;
  int storedYperY;
  int storedY0;
  float matrix[12];         // a row a component: times Y, times Cb, times Cr, plus; gives 0 to most
  float most;               // 255 or 65535
};

// The samples of one axis that an output sample is made of: a triangle around a place, which widens when shrinking.
struct Taps {
  int base;      // sample at or before the place
  int first;     // first tap, counted from base
  int last;
  int count;     // samples that there are
  float fraction;  // from base to the place
  float slope;
  float norm;
};

static __device__ __forceinline__ float weight(const Taps &taps, int k) {
  return fmaxf(0.0f, 1.0f - fabsf((float)k - taps.fraction) * taps.slope);
}

// Beyond an edge the picture is mirrored, edge samples included, as far as it goes.
static __device__ __forceinline__ int inside(const Taps &taps, int k) {
  int i = taps.base + k;
  i = i < 0 ? -1 - i : i >= taps.count ? 2 * taps.count - 1 - i : i;
  return min(max(i, 0), taps.count - 1);
}

// The place of output sample x of `scaled` in a plane whose samples each cover `per` of `full` pixels, in whole numbers: floats
// would be off by a thousandth of a sample in large pictures.
static __device__ __forceinline__ Taps taps(int x, int full, int scaled, int per, int site, int count) {
  long long denominator = 2ll * scaled * per;
  long long numerator = (2ll * x + 1) * full - (long long)scaled * per + (long long)site * (per - 1) * scaled;
  long long base = numerator / denominator;
  if (base * denominator > numerator) {
    base--;
  }
  Taps taps;
  taps.base = (int)base;
  taps.count = count;
  taps.fraction = (float)(numerator - base * denominator) / (float)denominator;
  float support = fmaxf(1.0f, (float)full / ((float)scaled * (float)per));
  taps.slope = 1.0f / support;
  taps.first = (int)ceilf(taps.fraction - support);
  taps.last = (int)floorf(taps.fraction + support);
  float sum = 0.0f;
#pragma unroll 1
  for (int k = taps.first; k <= taps.last; k++) {
    sum += weight(taps, k);
  }
  taps.norm = 1.0f / sum;
  return taps;
}

template <typename In>
static __device__ __forceinline__ float resample(const u8 *plane, int pitch, int step, const Taps &h, const Taps &v) {
  float sum = 0.0f;
#pragma unroll 1
  for (int ky = v.first; ky <= v.last; ky++) {
    float vertical = weight(v, ky);
    if (vertical == 0.0f) {
      continue;
    }
    const In *row = (const In *)(plane + (long long)inside(v, ky) * pitch);
    float across = 0.0f;
#pragma unroll 1
    for (int kx = h.first; kx <= h.last; kx++) {
      across += weight(h, kx) * (float)row[inside(h, kx) * step];
    }
    sum += vertical * across;
  }
  return sum * h.norm * v.norm;
}

// The colour at (x, y) of the picture scaled to that size.
template <typename In>
static __device__ __forceinline__ void colour(const Placement &p, int x, int y, int scaledWidth, int scaledHeight, float *rgb) {
  Taps h = taps(x, p.width, scaledWidth, 1, 0, p.width);
  Taps v = taps(y, p.height, scaledHeight, 1, 0, p.height);
  float luma = resample<In>(p.luma, p.lumaPitch, 1, h, v);
  float blue = 0.0f;
  float red = 0.0f;
  if (p.readsChroma) {
    h = taps(x, p.width, scaledWidth, p.across, p.siteX, p.chromaWidth);
    v = taps(y, p.height, scaledHeight, p.down, p.siteY, p.chromaHeight);
    blue = resample<In>(p.blue, p.chromaPitch, p.chromaStep, h, v);
    red = resample<In>(p.red, p.chromaPitch, p.chromaStep, h, v);
  }
  for (int c = 0; c < 3; c++) {
    const float *row = p.matrix + 4 * c;
    rgb[c] = fminf(fmaxf(row[0] * luma + row[1] * blue + row[2] * red + row[3], 0.0f), p.most);
  }
}

// The colour at (x, y) of the scaled picture. A picture that is turned to colour first is resized here, any other in colour(),
// where this is one tap.
template <typename In>
static __device__ __forceinline__ void scaledColour(const Placement &p, int x, int y, float *rgb) {
  bool first = p.colourFirst != 0;
  Taps h = {x, 0, 0, p.scaledWidth, 0.0f, 1.0f, 1.0f};
  Taps v = {y, 0, 0, p.scaledHeight, 0.0f, 1.0f, 1.0f};
  if (first) {
    h = taps(x, p.width, p.scaledWidth, 1, 0, p.width);
    v = taps(y, p.height, p.scaledHeight, 1, 0, p.height);
  }
#pragma unroll 1
  for (int ky = v.first; ky <= v.last; ky++) {
#pragma unroll 1
    for (int kx = h.first; kx <= h.last; kx++) {
      float w = weight(v, ky) * weight(h, kx);
      if (w > 0.0f) {
        float whole[3];
        colour<In>(p, inside(h, kx), inside(v, ky), first ? p.width : p.scaledWidth, first ? p.height : p.scaledHeight, whole);
        for (int c = 0; c < 3; c++) {
          rgb[c] += w * whole[c];
        }
      }
    }
  }
  for (int c = 0; c < 3; c++) {
    rgb[c] *= h.norm * v.norm;
  }
}

template <typename In, typename Out>
static __device__ __forceinline__ void convert(const Placement &p) {
  int x = blockIdx.x * blockDim.x + threadIdx.x;
  int y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= p.outWidth || y >= p.outHeight) {
    return;
  }
  float rgb[3] = {0.0f, 0.0f, 0.0f};  // the border is black
  int shownX = x + p.offsetX;
  int shownY = y + p.offsetY;
  if (shownX >= 0 && shownX < p.shownWidth && shownY >= 0 && shownY < p.shownHeight) {
    int storedX = p.storedXperX * shownX + p.storedXperY * shownY + p.storedX0;
    int storedY = p.storedYperX * shownX + p.storedYperY * shownY + p.storedY0;
    scaledColour<In>(p, storedX, storedY, rgb);
  }
  u8 *pixel = p.out + y * p.outRowBytes + (long long)x * p.outPixelBytes;
  for (int c = 0; c < 3; c++) {
    if (c < p.components) {
      *(Out *)(pixel + c * p.outPlaneBytes) = (Out)(rgb[c] + 0.5f);
    }
  }
}

extern "C" __global__ void convert_8_to_8(const Placement p) { convert<u8, u8>(p); }

extern "C" __global__ void convert_8_to_16(const Placement p) { convert<u8, u16>(p); }

extern "C" __global__ void convert_16_to_8(const Placement p) { convert<u16, u8>(p); }

extern "C" __global__ void convert_16_to_16(const Placement p) { convert<u16, u16>(p); }
