using SoGar.Compute.Native;

namespace SoGar.Compute.Video;

/// <summary>A video was not read: which file, at what stage, why in libav's own words, and what would help.</summary>
public sealed class VideoException : Exception
{
    private VideoException(string path, VideoFault fault, string stage, string reason)
        : base($"{path}: {stage}: {reason}; {AdviceFor(fault)}")
    {
        (Path, Fault, Stage, Reason) = (path, fault, stage, reason);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The kind of trouble.</summary>
    public VideoFault Fault { get; }

    /// <summary>How far reading came: open, probe, index, seek or decode.</summary>
    public string Stage { get; }

    /// <summary>What was found.</summary>
    public string Reason { get; }

    /// <summary>What to do about it.</summary>
    public string Advice => AdviceFor(Fault);

    internal static VideoException From(string path, in NativeError error)
    {
        var message = error.Message;
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        var (stage, reason) = colon is > 0 and < 8 ? (message[..colon], message[(colon + 2)..]) : ("read", message);
        return new VideoException(path, (VideoFault)error.Code, stage, reason);
    }

    private static string AdviceFor(VideoFault fault) => fault switch
    {
        VideoFault.NotFound => "check the path and the rights of the file",
        VideoFault.NotRegular => "only regular files are read",
        VideoFault.OutsideRoot => "move the file below the data root, or point the data root elsewhere",
        VideoFault.Empty or VideoFault.Truncated => "copy or download it again",
        VideoFault.NotVideo or VideoFault.NoStream => "remove it from the data set",
        VideoFault.Broken or VideoFault.Index or VideoFault.Seek or VideoFault.Corrupt => "copy it again, or mend it with `ffmpeg -i in -c:v libx264 out.mp4`",
        VideoFault.Unsupported => "convert it with `ffmpeg -i in -c:v libx264 -pix_fmt yuv420p out.mp4`",
        VideoFault.TooLarge or VideoFault.OutOfMemory => "shrink it with `ffmpeg -i in -vf scale=-2:480 out.mp4`, or raise data.limits",
        VideoFault.Deadline => "look at the disk, shorten the file, or raise data.limits.deadline",
        _ => "please report it with the file",
    };
}
