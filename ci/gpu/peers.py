"""Measures other libraries on a GPU as io.nvvideo.rates measures nvvideo: the same videos, the same frames, the same threads, one
piece of work each before the clock starts. Prints a line in JSON for each cell. Arguments: reuse or retrieval, and the folder."""

import argparse
import json
import re
import threading
import time
from pathlib import Path


def together(threads, pieces, seconds, make_worker):
    """Threads that take pieces of the same work until all are taken or time is up. A worker's `work(number)` gives how many
    frames came and which part of the time counts without opening."""
    numbers = iter(range(pieces))
    taking = threading.Lock()
    ready = threading.Barrier(threads)
    shares, failures = [], []
    began = [0.0]

    def take():
        with taking:
            return next(numbers, None)

    def run():
        try:
            worker = make_worker()
            try:
                worker.work(0)
                if ready.wait() == 0:
                    began[0] = time.perf_counter()
                ready.wait()
                done = frames = 0
                counted = 0.0
                while done == 0 or time.perf_counter() - began[0] < seconds:
                    number = take()
                    if number is None:
                        break
                    came, took = worker.work(number)
                    done, frames, counted = done + 1, frames + came, counted + took
                shares.append((done, frames, counted, time.perf_counter()))
            finally:
                worker.close()
        except threading.BrokenBarrierError:
            pass
        except Exception as failure:
            failures.append(failure)
            ready.abort()

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise failures[0]
    return {
        "pieces": sum(share[0] for share in shares),
        "frames": sum(share[1] for share in shares),
        "seconds": round(max(share[3] for share in shares) - began[0], 4),
        "without_opening": round(sum(share[1] / share[2] for share in shares if share[2] > 0), 1),
    }


def tell(table, video, what, threads, who, how, measure):
    """One that fails must not keep the others out."""
    try:
        result = measure()
    except Exception as failure:
        result = {"error": " ".join(f"{type(failure).__name__}: {failure}".split())[:200]}
    cell = {"table": table, "video": video, "what": what, "threads": threads, "who": who, "how": how}
    print(json.dumps(cell | result), flush=True)


class Counted:
    """The time that counts, to the end of what was queued on the GPU."""

    def __init__(self, synchronize):
        self.synchronize = synchronize

    def __enter__(self):
        self.began = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.synchronize()
        self.seconds = time.perf_counter() - self.began


class PyNvVideoCodec:
    """SimpleDecoder, of one thread: a new one for each file, or one that is set to the next file."""

    def __init__(self, gpu, files, keeps, read, color, **options):
        import PyNvVideoCodec
        import torch

        torch.cuda.set_device(gpu)
        self.stream = torch.cuda.Stream(gpu)
        self.make = lambda file: PyNvVideoCodec.SimpleDecoder(
            str(file),
            gpu_id=gpu,
            cuda_stream=self.stream.cuda_stream,
            use_device_memory=True,
            output_color_type=getattr(PyNvVideoCodec.OutputColorType, color),
            **options,
        )
        self.files, self.keeps, self.read = files, keeps, read
        self.decoder = None

    def work(self, number):
        file = self.files[number % len(self.files)]
        if self.decoder is None or not self.keeps:
            self.decoder = None
            self.decoder = self.make(file)
        else:
            self.decoder.reconfigure_decoder(str(file))
        with Counted(self.stream.synchronize) as counted:
            frames = self.read(self.decoder)
        return frames, counted.seconds

    def close(self):
        self.decoder = None


class TorchCodec:
    """VideoDecoder on cuda, a new one for each file; its sessions are kept by TorchCodec itself."""

    def __init__(self, gpu, files, read):
        import torch
        from torchcodec.decoders import VideoDecoder

        torch.cuda.set_device(gpu)
        self.synchronize = torch.cuda.synchronize
        self.open = lambda file: VideoDecoder(str(file), dimension_order="NHWC", device=f"cuda:{gpu}")
        self.files, self.read = files, read

    def work(self, number):
        decoder = self.open(self.files[number % len(self.files)])
        with Counted(self.synchronize) as counted:
            frames = self.read(decoder)
        return frames, counted.seconds

    def close(self):
        pass


def one_by_one(decoder):
    """As PyNvVideoCodec's own benchmark of its cache reads a clip."""
    count = len(decoder)
    for number in range(count):
        decoder[number]
    return count


def by_fives(count):
    """As PyNvVideoCodec's own benchmark reads a file in sequence."""

    def read(decoder):
        frames = []
        for first in range(0, count, 5):
            decoder.seek_to_index(first)
            frames += decoder.get_batch_frames(5)
        return len(frames)

    return read


def name(file):
    return re.sub(r"^[a-z]+-", "", file.stem)


def number(file):
    return int(re.search(r"(\d+)p?$", file.stem).group(1))


def videos(folder, prefix):
    """H.264 before HEVC, small before large."""
    return sorted(folder.glob(f"{prefix}-*.mp4"), key=lambda file: (name(file).split("-")[0], number(file)))


def reuse(arguments):
    files = videos(arguments.folder, "clip")
    cells = [(name(file), [file], {}) for file in files]
    mixed = []
    for codec in ("h264", "hevc"):
        several = [file for file in files if name(file).startswith(codec) and number(file) <= 1080]
        if len(several) > 1:
            mixed.append((f"{codec}-mixed", several, {"max_width": 1920, "max_height": 1080}))
    for threads in (8, 1, 16, 4):
        for video, chosen, options in cells + mixed:
            for how, keeps in (("a new SimpleDecoder each", False), ("reconfigure_decoder", True)):
                make = lambda: PyNvVideoCodec(arguments.gpu, chosen, keeps, one_by_one, "NATIVE", **options)
                measure = lambda: together(threads, arguments.clips, arguments.seconds, make)
                tell("reuse", video, "all frames", threads, "PyNvVideoCodec", how, measure)


def choices(file):
    """By name, the numbers of the frames."""
    lines = [line.split() for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {words[0]: [int(word) for word in words[1:]] for words in lines}


def retrieval(arguments):
    for threads in (1, 7, 3):
        for file in videos(arguments.folder, "long"):
            for what, wanted in choices(arguments.frames).items():
                nv = lambda read: lambda: PyNvVideoCodec(arguments.gpu, [file], True, read, "RGB")
                ways = [
                    (
                        "PyNvVideoCodec",
                        "get_batch_frames_by_index",
                        nv(lambda decoder: len(decoder.get_batch_frames_by_index(wanted))),
                    ),
                    (
                        "TorchCodec",
                        "get_frames_at",
                        lambda: TorchCodec(arguments.gpu, [file], lambda decoder: len(decoder.get_frames_at(wanted))),
                    ),
                ]
                if wanted == list(range(len(wanted))):
                    ways.append(("PyNvVideoCodec", "get_batch_frames(5)", nv(by_fives(len(wanted)))))
                for who, how, make in ways:
                    measure = lambda: together(threads, 1000, arguments.seconds, make)
                    tell("retrieval", name(file), what, threads, who, how, measure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", choices=["reuse", "retrieval"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gpu", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=1.5, help="that a cell may take")
    parser.add_argument("--clips", type=int, default=250, help="of a cell, at most")
    parser.add_argument("--frames", type=Path, help="the file of the numbers")
    arguments = parser.parse_args()
    {"reuse": reuse, "retrieval": retrieval}[arguments.table](arguments)


if __name__ == "__main__":
    main()
