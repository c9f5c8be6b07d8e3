using SoGar.Compute.Data;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>Renders views of several clips side by side into one batch. Decoded frames are kept between epochs as far as memory allows.</summary>
/// <param name="limits">Bounds on the files.</param>
/// <param name="cacheBytes">Memory for decoded frames.</param>
internal sealed class ClipBatches(VideoLimits limits, long cacheBytes) : IDisposable
{
    private readonly FrameIndexCache _indices = new();
    private readonly FrameCache _frames = new(cacheBytes);
    private readonly Stack<ClipReader> _readers = [];
    private FlatBuffer? _buffer;

    /// <summary>Renders one batch.</summary>
    /// <param name="samples">The clips.</param>
    /// <param name="plan">The views of one clip, given its position and facts; as many and as large for each.</param>
    /// <param name="viewsOfClip">How many.</param>
    /// <param name="frames">Frames of a view.</param>
    /// <param name="size">Height and width of a view.</param>
    /// <returns>float32 [clips x views, 3, T, S, S], clip after clip; valid until the next call, belongs to the open scope.</returns>
    /// <exception cref="VideoException">A clip cannot be read.</exception>
    public Tensor Render(IReadOnlyList<Sample> samples, Func<int, ClipFacts, IReadOnlyList<ViewPlan>> plan, int viewsOfClip, int frames, int size)
    {
        var length = 3 * frames * size * size;
        var buffer = Take(samples.Count * viewsOfClip * length);
        try
        {
            Parallel.For(0, samples.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index => WithReader(reader =>
            {
                using var clip = reader.Open(samples[index].Source);
                clip.Render([.. plan(index, clip.Facts)], view => buffer.Floats.Slice((index * viewsOfClip + view) * length, length));
            }));
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return Tensor.FromBlob(buffer.Address, DType.Float32, [samples.Count * viewsOfClip, 3, frames, size, size]);
    }

    /// <summary>Opens a clip for the length of a call.</summary>
    public void WithReader(Action<ClipReader> use)
    {
        ClipReader? reader;
        lock (_readers) _readers.TryPop(out reader);
        reader ??= new ClipReader(limits, _indices, _frames);
        use(reader);
        lock (_readers) _readers.Push(reader);
    }

    public void Dispose() => _buffer?.Dispose();

    private FlatBuffer Take(int length)
    {
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer?.Dispose();
            _buffer = new FlatBuffer(FlatBuffer.Padded(length));
        }

        return _buffer;
    }
}
