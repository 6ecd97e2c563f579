"""truth.py FOLDER: makes the test videos there, and truth.tsv that says what a decode of each must give.

One line a video: name, number of frames, SHA-256 over the native bytes of all frames in order of presentation, and the means
of red, green and blue.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import videos


def main(folder):
    lines = []
    for path in videos.make(folder):
        frames = videos.decode(path)
        digest = hashlib.sha256(b"".join(frame.native for frame in frames)).hexdigest()
        means = np.mean([frame.rgb.mean(axis=(0, 1)) for frame in frames], axis=0)
        lines.append("\t".join([path.name, str(len(frames)), digest, *(f"{mean:.2f}" for mean in means)]) + "\n")
    (Path(folder) / "truth.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
