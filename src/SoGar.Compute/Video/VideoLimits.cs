using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>Bounds on what one file may ask of the process; a file beyond them counts as bad.</summary>
public sealed record VideoLimits
{
    /// <summary>The bounds that hold where nothing else is said.</summary>
    public static VideoLimits Default { get; } = new();

    /// <summary>The folder below which every file must lie, symbolic links resolved; null allows any place.</summary>
    public string? Root { get; init; }

    /// <summary>Width times height of a frame.</summary>
    public long MaxPixels { get; init; } = 3840L * 2160;

    /// <summary>Duration of a file.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Packets of the video stream.</summary>
    public long MaxPackets { get; init; } = 4_000_000;

    /// <summary>Streams in a container.</summary>
    public int MaxStreams { get; init; } = 64;

    /// <summary>Marks of damage (refused packets, frames that the decoder had to patch) that one read tolerates.</summary>
    public int MaxDamage { get; init; }

    /// <summary>
    /// Time spent on one open file, waiting for the disk included. A guard against hangs: generous, so that a busy machine judges a file like an idle one.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The limits of a recipe, for files below <paramref name="root"/> (null: anywhere).</summary>
    public static VideoLimits From(LimitsRecipe recipe, string? root) => new()
    {
        Root = root,
        MaxPixels = recipe.MaxPixels,
        MaxDuration = recipe.MaxDuration,
        Deadline = recipe.Deadline,
    };

    internal NativeLimits ToNative() => new()
    {
        MaxPixels = MaxPixels,
        MaxDurationMicroseconds = (long)MaxDuration.TotalMicroseconds,
        MaxPackets = MaxPackets,
        DeadlineMicroseconds = (long)Deadline.TotalMicroseconds,
        MaxStreams = MaxStreams,
        MaxDamage = MaxDamage,
    };
}
