using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>How far the making of a data set has come.</summary>
/// <param name="DoneCount">Clips that are on disk.</param>
/// <param name="ClipCount">Clips that there will be.</param>
public readonly record struct VideoSetProgress(int DoneCount, int ClipCount);

/// <summary>What was made.</summary>
/// <param name="Directory">Where the data set lies.</param>
/// <param name="ClipCount">Clips that it holds.</param>
/// <param name="MadeCount">Clips that were made now; the others had been made before.</param>
/// <param name="VideoBytes">Bytes of the videos made now.</param>
/// <param name="Elapsed">Time that it took.</param>
public sealed record VideoSetResult(string Directory, int ClipCount, int MadeCount, long VideoBytes, TimeSpan Elapsed);

/// <summary>Makes a data set of synthetic team-sport videos: renders and encodes several clips side by side.</summary>
public static class VideoSetMaker
{
    // What one encoder program is given: enough to make its start cheap, little enough to lose little when stopped and to report progress often.
    private const int MostClipsOfOneEncoder = 16;
    private const long MostPixelsOfOneEncoder = 64L << 20;

    /// <summary>
    /// Makes the data set, or what is missing of it: clips that an interrupted making left whole are kept, and a finished data set is left alone.
    /// Returns when all is on disk; blocks the calling thread and as many workers of the thread pool as there are processors.
    /// </summary>
    /// <param name="directory">A new directory, or one that holds this very data set.</param>
    /// <param name="options">What to make.</param>
    /// <param name="progress">Told as clips are finished, one by one, from one thread at a time, with growing numbers; may be null.</param>
    /// <param name="stopping">Stops between two frames; what is whole stays.</param>
    /// <exception cref="ArgumentException">The options are out of range; all complaints together.</exception>
    /// <exception cref="DataException">The directory holds something else, is being written by another process, or cannot be written.</exception>
    /// <exception cref="EncodingException">A clip cannot be encoded.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled.</exception>
    public static VideoSetResult Make(
        string directory, VideoSetOptions options, IProgress<VideoSetProgress>? progress = null, CancellationToken stopping = default)
    {
        var complaints = options.Complaints().ToArray();
        if (complaints.Length > 0)
            throw new ArgumentException(string.Join('\n', complaints), nameof(options));

        try
        {
            return MakeChecked(directory, options, progress, stopping);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{directory} cannot be written: {refused.Message}", refused);
        }
    }

    private static VideoSetResult MakeChecked(
        string directory, VideoSetOptions options, IProgress<VideoSetProgress>? progress, CancellationToken stopping)
    {
        var watch = Stopwatch.StartNew();
        var files = new VideoSetFiles(directory);
        using var claim = files.Claim(options);
        if (files.IsFinished)
            return new VideoSetResult(directory, options.ClipCount, 0, 0, watch.Elapsed);

        files.RemoveLeftovers();
        var missing = options.Clips().Where(key => !File.Exists(files.PathOf(VideoSetFiles.VideoName(key)))).ToArray();
        var doneCount = options.ClipCount - missing.Length;
        var videoBytes = 0L;
        var counting = new Lock();
        InParallel(Batches(missing, options.Format), batch =>
        {
            MakeClips(files, batch, options.Format, stopping);
            lock (counting)
                foreach (var key in batch)
                {
                    videoBytes += new FileInfo(files.PathOf(VideoSetFiles.VideoName(key))).Length;
                    progress?.Report(new VideoSetProgress(++doneCount, options.ClipCount));
                }
        }, stopping);

        files.RemoveLeftovers();
        files.Finish(options);
        return new VideoSetResult(directory, options.ClipCount, missing.Length, videoBytes, watch.Elapsed);
    }

    private static IEnumerable<ClipKey[]> Batches(ClipKey[] keys, ClipFormat format)
    {
        var share = (keys.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount;
        var fitting = (int)Math.Min(MostPixelsOfOneEncoder / ((long)format.Width * format.Height * format.FrameCount), MostClipsOfOneEncoder);
        return keys.Chunk(Math.Clamp(share, 1, Math.Max(fitting, 1)));
    }

    // The first worker's failure stops the others and is thrown as itself.
    private static void InParallel(IEnumerable<ClipKey[]> batches, Action<ClipKey[]> make, CancellationToken stopping)
    {
        try
        {
            var workers = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stopping };
            Parallel.ForEach(Partitioner.Create(batches, EnumerablePartitionerOptions.NoBuffering), workers, make);
        }
        catch (AggregateException failures) when (MeansCancellation(failures, stopping))
        {
            throw new OperationCanceledException("the making of videos was stopped", failures, stopping);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    // Ctrl-C reaches the ffmpeg processes as well, often before this one has heard of it: an encoder that ended early is given a moment
    // to turn out to be a stop.
    private static bool MeansCancellation(AggregateException failures, CancellationToken stopping) =>
        stopping.CanBeCanceled
        && failures.InnerExceptions.All(failure => failure is EncodingException or OperationCanceledException)
        && stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));

    // Boxes before the end of encoding: a video in place says that its clip is whole.
    private static void MakeClips(VideoSetFiles files, ClipKey[] keys, ClipFormat format, CancellationToken stopping)
    {
        using var encoder = Mp4Encoder.Open([.. keys.Select(key => files.PathOf(VideoSetFiles.VideoName(key)))], format);
        var frame = new byte[format.FrameBytes];
        foreach (var key in keys)
        {
            var renderer = new ClipRenderer(key, format);
            BoxFile.Write(files.PathOf(VideoSetFiles.BoxesName(key)), renderer.Boxes());
            for (var frameIndex = 0; frameIndex < format.FrameCount; frameIndex++)
            {
                stopping.ThrowIfCancellationRequested();
                renderer.Render(frameIndex, frame);
                encoder.Write(frame);
            }
        }

        encoder.Finish();
    }
}
