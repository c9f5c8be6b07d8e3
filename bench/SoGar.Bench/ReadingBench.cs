using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Bench;

/// <summary>
/// Our side of bench/reading/run.py: twelve views of a video, from opening the file to augmented and normalised floats. <c>--print plan</c>
/// gives the frames of each view of each sample, so that the other side decodes the same; <c>--print time</c> gives CPU milliseconds per
/// sample, <c>--print draw</c> those of samples whose frames are in memory already.
/// </summary>
internal static class ReadingBench
{
    private const ulong Seed = 1;

    // Until the runtime has compiled the inner loops for good.
    private const int WarmUpDraws = 60;
    private const int WarmUpReads = 2;

    private static readonly ViewsRecipe Recipe = new()
    {
        Cut =
        [
            new() { Role = ViewRole.Teacher, Frames = [8], Size = 224, Span = SpanRule.Whole, Area = [0.4, 1], Augment = "global" },
            new() { Role = ViewRole.Tcl, Frames = [8], Size = 96, Span = SpanRule.Share, Area = [0.4, 1] },
            new() { Role = ViewRole.Scl, Count = 10, Frames = [2, 4, 8, 16], Size = 96, Span = SpanRule.Share, Area = [0.05, 0.4] },
        ],
    };

    public static void Run(Options options)
    {
        var print = options.Text("print", "time");
        var path = options.Text("video", "");
        var samples = options.Number("samples", 12);
        options.RequireAllRead();
        if (path.Length == 0)
            throw new ArgumentException("--video is missing; bench/reading/run.py makes some and compares");

        var (decoding, drawing) = (
            new ClipReader(VideoLimits.Default, new FrameIndexCache()),
            new ClipReader(VideoLimits.Default, new FrameIndexCache(), new FrameCache(long.MaxValue)));
        object answer = print switch
        {
            "plan" => Plan(decoding, path, samples),
            "draw" => Time(drawing, drawing, path, samples),
            "time" => Time(drawing, decoding, path, samples),
            _ => throw new ArgumentException($"--print {print} is not known here; there are plan, draw and time"),
        };
        Console.WriteLine(JsonSerializer.Serialize(answer));
    }

    private static object Plan(ClipReader reader, string path, int samples)
    {
        using var clip = reader.Open(path);
        return Enumerable.Range(0, samples).Select(sample => PlansOf(clip.Facts, sample).Select(plan => plan.Frames)).ToArray();
    }

    private static object Time(ClipReader drawing, ClipReader reader, string path, int samples)
    {
        var buffers = new float[12][];
        for (var sample = 1; sample <= WarmUpDraws; sample++)
            Render(drawing, path, -sample, buffers);
        for (var sample = 1; sample <= WarmUpReads; sample++)
            Render(reader, path, -sample, buffers);

        var process = Process.GetCurrentProcess();
        var (cpu, wall) = (process.TotalProcessorTime, Stopwatch.StartNew());
        for (var sample = 0; sample < samples; sample++)
            Render(reader, path, sample, buffers);
        process.Refresh();
        return new
        {
            cpu_ms = (process.TotalProcessorTime - cpu).TotalMilliseconds / samples,
            wall_ms = wall.Elapsed.TotalMilliseconds / samples,
        };
    }

    private static void Render(ClipReader reader, string path, int sample, float[][] buffers)
    {
        using var clip = reader.Open(path);
        var plans = PlansOf(clip.Facts, sample);
        for (var view = 0; view < plans.Length; view++)
        {
            if (buffers[view]?.Length != plans[view].Length)
                buffers[view] = new float[plans[view].Length];
        }

        clip.Render(plans.AsSpan(), view => buffers[view]);
    }

    private static ImmutableArray<ViewPlan> PlansOf(ClipFacts clip, int sample) =>
        new ViewSampler(Recipe, Seed).Plan(clip, new SampleDraw(0, sample), ViewSlot.Of(Recipe, Seed, 0));
}
