"""PyAV's side of bench/reading: decodes the frames that a plan names, without any augmentation, and prints CPU milliseconds per sample.

    pyav.py HOW VIDEO PLAN SAMPLES

HOW is one of
    pass    opens the file once and decodes from its start to the last frame that any view wants; wanted frames become RGB arrays
    views   opens, seeks and decodes for each view by itself, as a data set that returns one view at a time does
    bare    as pass, but frames are only decoded, never converted: the floor
"""
import json
import sys
import time

import av

WARM_UP_SAMPLES = 1


def decode(path, wanted, convert, seek):
    """The frames numbered in `wanted` as RGB arrays, or as frames where they are not converted."""
    last = max(wanted)
    found = {}
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1  # CPU time is compared, and one thread spends the least of it
        stream.thread_type = "NONE"
        per_frame = float(1 / (stream.average_rate * stream.time_base))
        start = stream.start_time or 0
        if seek:
            container.seek(start + int(min(wanted) * per_frame), stream=stream, backward=True)
        for frame in container.decode(stream):
            number = round((frame.pts - start) / per_frame)
            if number in wanted:
                found[number] = frame.to_ndarray(format="rgb24") if convert else frame
            if number >= last:
                break
    missing = set(wanted) - set(found)
    assert not missing, f"{path}: frames {sorted(missing)} did not come"
    return found


def read(how, path, views):
    if how == "views":
        return [decode(path, set(view), convert=True, seek=True) for view in views]
    union = {frame for view in views for frame in view}
    return decode(path, union, convert=how == "pass", seek=False)


def main():
    how, path, plan_path, samples = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    with open(plan_path) as file:
        plan = json.load(file)[:samples]
    for views in plan[:WARM_UP_SAMPLES]:
        read(how, path, views)
    cpu, wall = time.process_time(), time.perf_counter()
    for views in plan:
        read(how, path, views)
    print(json.dumps({
        "cpu_ms": (time.process_time() - cpu) * 1000 / len(plan),
        "wall_ms": (time.perf_counter() - wall) * 1000 / len(plan),
    }))


if __name__ == "__main__":
    main()
