namespace SoGar.Compute.Video;

/// <summary>Why a video was not read; the values are the statuses of <c>sogar_media.h</c>.</summary>
public enum VideoFault
{
    /// <summary>There is no such file, or no right to read it.</summary>
    NotFound = -100,

    /// <summary>A folder, a pipe or a device.</summary>
    NotRegular = -101,

    /// <summary>The path leads out of the data root.</summary>
    OutsideRoot = -102,

    /// <summary>Zero bytes.</summary>
    Empty = -103,

    /// <summary>Not a container that is read here; a playlist, a text, a picture.</summary>
    NotVideo = -104,

    /// <summary>The container's own tables cannot be read.</summary>
    Broken = -105,

    /// <summary>No video stream in it.</summary>
    NoStream = -106,

    /// <summary>A codec or a pixel format that is not decoded here.</summary>
    Unsupported = -107,

    /// <summary>Beyond one of the <see cref="VideoLimits"/>.</summary>
    TooLarge = -108,

    /// <summary>The packets cannot be listed, or there are none.</summary>
    Index = -109,

    /// <summary>The file ends before its own tables say it should.</summary>
    Truncated = -110,

    /// <summary>The wanted place cannot be reached.</summary>
    Seek = -111,

    /// <summary>More damage than allowed, or wanted frames that never came.</summary>
    Corrupt = -112,

    /// <summary>The time allowed for the file is over.</summary>
    Deadline = -113,

    /// <summary>The file asked for more memory than there is.</summary>
    OutOfMemory = -4,

    /// <summary>Something that nobody foresaw.</summary>
    Unforeseen = -1,
}
