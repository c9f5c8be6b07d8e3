#!/usr/bin/python3
"""Reading twelve views of a video, from opening the file to augmented float, against PyAV decoding the same frames without augmentation.

    bench/reading/run.py [--rounds N] [--samples N] [--only VIDEO] [--folder DIR]

Needs python3-av, the ffmpeg program and the .NET SDK. Both sides run by turns, in processes of their own, on one thread, and are compared
by CPU time; start-up and warm-up are not counted. Prints a table and, as the last line, one JSON object.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BENCH = os.path.join(ROOT, "bench", "SoGar.Bench")
SOGAR = os.path.join(ROOT, "sogar")
PYTHON = "/usr/bin/python3"


def noisy_pictures(size, noise, encoder):
    """Ten seconds of moving, noisy pictures by x264."""
    source = f"testsrc2=size={size}:rate=25:duration=10,noise=alls={noise}:allf=t"

    def make(path):
        subprocess.run(
            f"ffmpeg -v error -y -f lavfi -i {source} -c:v libx264 {encoder} -pix_fmt yuv420p {path}".split(), check=True)

    return make


def synthetic_clip(size):
    """Ten seconds as `sogar videos make` writes them."""
    def make(path):
        with tempfile.TemporaryDirectory() as data:
            few = ["--train", "1", "--val", "1", "--test", "1", "--size", size, "--frames", "250"]
            subprocess.run([SOGAR, "videos", "make", "--out", data, *few], check=True, stdout=subprocess.DEVNULL)
            shutil.copy(min(glob.glob(os.path.join(data, "**", "*.mp4"), recursive=True)), path)

    return make


# What can be saved depends on the share of frames that no other frame leans on, and noise leaves few of them; hence two kinds of 720p.
VIDEOS = {
    "320x240 GOP 250": noisy_pictures("320x240", 14, "-preset medium -g 250 -b:v 1M"),
    "320x240 GOP 12": noisy_pictures("320x240", 14, "-preset medium -g 12 -b:v 1M"),
    "640x480 of videos make": synthetic_clip("640x480"),
    "1280x720 GOP 30": noisy_pictures("1280x720", 5, "-preset veryfast -g 30 -b:v 5M"),
    "1280x720 GOP 30 noisy": noisy_pictures("1280x720", 14, "-preset medium -g 30 -b:v 10M"),
}
PEERS = {
    "views": "PyAV, a pass for each view",
    "pass": "PyAV, one pass, RGB arrays",
    "bare": "PyAV, one pass, not converted",
}


def made(folder, name):
    path = os.path.join(folder, name.replace(" ", "-") + ".mp4")
    if not os.path.exists(path):
        VIDEOS[name](path)
    return path


def share_of_b_frames(path):
    command = f"ffprobe -v error -select_streams v -show_entries frame=pict_type -of csv=p=0 {path}"
    types = subprocess.run(command.split(), check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    return sum(kind.startswith("B") for kind in types) / len(types)


def ask(*command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--samples", type=int, default=12)
    arguments.add_argument("--only", choices=list(VIDEOS), help="one of the videos; default: all")
    arguments.add_argument("--folder", help="where videos are kept between runs; default: a temporary folder")
    options = arguments.parse_args()

    subprocess.run(["dotnet", "build", BENCH, "-c", "Release", "-v", "q", "-nodeReuse:false", "--nologo"], check=True, stdout=sys.stderr)
    ours = os.path.join(BENCH, "bin", "Release", "net10.0", "SoGar.Bench")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        os.makedirs(folder, exist_ok=True)
        report = {name: measure(ours, made(folder, name), name, options) for name in VIDEOS if options.only in (None, name)}
    print(json.dumps(report))


def measure(ours, path, name, options):
    plan = path + ".plan.json"
    with open(plan, "w") as file:
        json.dump(ask(ours, "reading", "--print", "plan", "--video", path, "--samples", str(options.samples)), file)

    times = {"ours": [], "drawing": []} | {peer: [] for peer in PEERS}
    for _ in range(options.rounds):
        for side, printed in (("ours", "time"), ("drawing", "draw")):
            times[side].append(ask(ours, "reading", "--print", printed, "--video", path, "--samples", str(options.samples))["cpu_ms"])
        for peer in PEERS:
            times[peer].append(ask(PYTHON, os.path.join(HERE, "pyav.py"), peer, path, plan, str(options.samples))["cpu_ms"])

    middle = {side: statistics.median(values) for side, values in times.items()}
    print(f"{name}, {share_of_b_frames(path):.0%} B-frames: CPU ms per sample of 12 views, median of {options.rounds} (least to greatest)")
    print(f"  {'ours, augmented floats':32} {middle['ours']:8.1f}  ({min(times['ours']):.1f} to {max(times['ours']):.1f})")
    print(f"  {'  of which drawing, not decoding':32} {middle['drawing']:8.1f}  ({min(times['drawing']):.1f} to {max(times['drawing']):.1f})")
    for peer, title in PEERS.items():
        ratio = middle["ours"] / middle[peer]
        print(f"  {title:32} {middle[peer]:8.1f}  ({min(times[peer]):.1f} to {max(times[peer]):.1f})  ratio {ratio:.2f}", flush=True)
    return {"cpu_ms": middle, "ratio": {peer: middle["ours"] / middle[peer] for peer in PEERS}}


if __name__ == "__main__":
    main()
