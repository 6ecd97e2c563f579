"""truth.py FOLDER: makes the test videos there, and truth.tsv that says what a decode of each must give.

One line a video: name, number of frames, SHA-256 over the native bytes of all frames in order of presentation.
"""

import hashlib
import sys
from pathlib import Path

import videos


def main(folder):
    lines = []
    for path in videos.make(folder):
        frames = videos.decode(path)
        digest = hashlib.sha256(b"".join(frame.native for frame in frames)).hexdigest()
        lines.append(f"{path.name}\t{len(frames)}\t{digest}\n")
    (Path(folder) / "truth.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
