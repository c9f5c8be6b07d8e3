using SoGar.Compute.Native;

namespace SoGar.Compute.Video;

/// <summary>
/// An open video file whose frames are read by number. Not thread-safe: one thread at a time. Every member that touches the file
/// throws <see cref="VideoException"/> where the file is bad.
/// </summary>
public sealed class VideoFile : IDisposable
{
    private readonly VideoHandle _video;

    private unsafe VideoFile(string path, VideoHandle video, FrameIndexCache? indices)
    {
        (Path, _video) = (path, video);
        Require(NativeMedia.sogar_video_describe(video, out var facts, out var error), error);
        (Width, Height, Rotation) = (facts.Width, facts.Height, facts.Rotation);
        (Container, Codec) = (NativeFacts.Text(facts.Container), NativeFacts.Text(facts.Codec));
        Index = FindIndex(facts, indices);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width in pixels as displayed. Single frames may differ where a stream changes its size.</summary>
    public int Width { get; }

    /// <summary>Height in pixels as displayed.</summary>
    public int Height { get; }

    /// <summary>Degrees clockwise by which frames are turned while reading, because the file asks for it.</summary>
    public int Rotation { get; }

    /// <summary>libav's name of the container, e.g. <c>mov</c> for MP4.</summary>
    public string Container { get; }

    /// <summary>libav's name of the codec.</summary>
    public string Codec { get; }

    /// <summary>The frames of the file.</summary>
    public FrameIndex Index { get; }

    /// <summary>Opens a file and lists its frames.</summary>
    /// <param name="path">A regular file.</param>
    /// <param name="limits">Bounds on the file; null takes the default.</param>
    /// <param name="indices">Where indices are kept between openings; null lists the frames anew.</param>
    /// <exception cref="VideoException">The file is not a video that can be read.</exception>
    public static VideoFile Open(string path, VideoLimits? limits = null, FrameIndexCache? indices = null)
    {
        limits ??= VideoLimits.Default;
        var status = NativeMedia.sogar_video_open(path, limits.Root, limits.ToNative(), out var video, out var error);
        if (status != NativeStatus.Ok)
        {
            video.Dispose();
            throw VideoException.From(path, error);
        }

        try
        {
            return new VideoFile(path, video, indices);
        }
        catch
        {
            video.Dispose();
            throw;
        }
    }

    /// <summary>Reads frames in one decode pass.</summary>
    /// <param name="frames">Frame numbers, ascending, without repetition.</param>
    /// <param name="visit">Called for each frame, in the order of their numbers; the frame is borrowed for the call.</param>
    /// <exception cref="VideoException">A frame cannot be had.</exception>
    public unsafe void Read(ReadOnlySpan<int> frames, FrameVisitor visit)
    {
        fixed (int* wanted = frames)
            Require(NativeMedia.sogar_video_begin(_video, wanted, frames.Length, out var refused), refused);
        while (true)
        {
            var status = NativeMedia.sogar_video_next(_video, out var frame, out var error);
            if (status == NativeStatus.EndOfStream)
                return;
            Require(status, error);
            visit(Borrow(frame));
        }
    }

    /// <summary>Reads frames in one decode pass and keeps copies of them.</summary>
    /// <param name="frames">Frame numbers, ascending, without repetition.</param>
    /// <exception cref="VideoException">A frame cannot be had.</exception>
    public StoredFrame[] Read(ReadOnlySpan<int> frames)
    {
        var read = new List<StoredFrame>(frames.Length);
        Read(frames, frame => read.Add(StoredFrame.Copy(frame)));
        return [.. read];
    }

    /// <summary>The work done on the file since it was opened.</summary>
    public ReadingEffort Effort()
    {
        _ = NativeMedia.sogar_video_effort(_video, out var packets, out var seeks, out var damage);
        return new ReadingEffort(packets, seeks, damage);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _video.Dispose();

    private unsafe FrameIndex FindIndex(NativeFacts facts, FrameIndexCache? indices)
    {
        var stamp = indices is null ? default : FileStamp.Of(Path);
        if (indices?.Find(Path, stamp) is { } known)
        {
            fixed (NativePacket* rows = known.Packets)
                Require(NativeMedia.sogar_video_restore(_video, rows, known.Packets.Length, out var refused), refused);
            return known;
        }

        Require(NativeMedia.sogar_video_scan(_video, out var count, out var error), error);
        var packets = new NativePacket[count];
        fixed (NativePacket* rows = packets)
            Require(NativeMedia.sogar_video_packets(_video, rows, count, out error), error);
        var index = new FrameIndex(packets, facts.TimeBaseNumerator, facts.TimeBaseDenominator);
        indices?.Keep(Path, stamp, index);
        return index;
    }

    internal static unsafe YuvFrame Borrow(in NativeFrame frame)
    {
        var (chromaWidth, chromaHeight) = ((frame.Width + 1) / 2, (frame.Height + 1) / 2);
        return new YuvFrame
        {
            Index = frame.Index,
            Width = frame.Width,
            Height = frame.Height,
            Y = new ReadOnlySpan<byte>(frame.Y, (frame.Height - 1) * frame.LumaStride + frame.Width),
            U = new ReadOnlySpan<byte>(frame.U, (chromaHeight - 1) * frame.ChromaStride + chromaWidth),
            V = new ReadOnlySpan<byte>(frame.V, (chromaHeight - 1) * frame.ChromaStride + chromaWidth),
            LumaStride = frame.LumaStride,
            ChromaStride = frame.ChromaStride,
            Matrix = (YuvMatrix)frame.Matrix,
            FullRange = frame.FullRange != 0,
        };
    }

    private void Require(int status, in NativeError error)
    {
        if (status == NativeStatus.InvalidArgument)
            throw new ArgumentException($"{Path}: {error.Message}");
        if (status < 0)
            throw VideoException.From(Path, error);
    }
}

/// <summary>The work done on an open file.</summary>
/// <param name="PacketsDecoded">Packets given to the decoder.</param>
/// <param name="Seeks">Jumps in the file.</param>
/// <param name="Damage">Marks of damage.</param>
public readonly record struct ReadingEffort(long PacketsDecoded, long Seeks, long Damage);
