namespace SoGar.Protocol.Recipes;

/// <summary>Where the videos are and how they are read.</summary>
public sealed record DataRecipe
{
    /// <summary>The data set: a folder, or a list file. Relative paths are taken from the working directory.</summary>
    public string Path { get; init; } = "data";

    /// <summary>What stands at <see cref="Path"/>.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    /// <summary>Which part is trained on; formats without parts ignore it.</summary>
    public string Split { get; init; } = "train";

    /// <summary>Which of the data set's official train/test splits, from 1; UCF101 and HMDB51 have three, others ignore it.</summary>
    public int Fold { get; init; } = 1;

    /// <summary>Which rows of JRDB-PAR's global labels count; other formats ignore it.</summary>
    public GlobalLabel GlobalLabel { get; init; } = GlobalLabel.Frame;

    /// <summary>Bytes of decoded frames kept in memory; 0 keeps none.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>Loader actors of a node; 0 takes one per core, at most 8.</summary>
    public int Loaders { get; init; }

    /// <summary>Shards that each trainer asks for ahead of the one it works on; 1 or more.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Share of unreadable videos, between 0 and 1, beyond which the run stops.</summary>
    public double BadShare { get; init; } = 0.05;

    /// <summary>Bounds on what one file may ask of us.</summary>
    public LimitsRecipe Limits { get; init; } = new();
}

/// <summary>Bounds on what one video file may ask of us; a file beyond them counts as bad.</summary>
public sealed record LimitsRecipe
{
    /// <summary>Width times height of a frame.</summary>
    public long MaxPixels { get; init; } = 3840L * 2160;

    /// <summary>Duration of a file.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Time that reading one sample may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What stands at the path of a data set.</summary>
public enum DataFormat
{
    /// <summary>Looks: <c>clips.csv</c> in a folder means <see cref="Clips"/>, another folder <see cref="Folder"/>, a file <see cref="List"/>.</summary>
    Auto,

    /// <summary>What <c>sogar videos make</c> writes (docs/data-format.md).</summary>
    Clips,

    /// <summary>Every video below a folder, without labels.</summary>
    Folder,

    /// <summary>A text file of lines <c>path label</c>, as SVT and TimeSformer use them for Kinetics.</summary>
    List,

    /// <summary>A text file of lines <c>frames_dir,num_frames[,label]</c> with images <c>image_00001.jpg</c> ..., as the concepts release uses them.</summary>
    SdcList,

    /// <summary>Volleyball: group activities of 4,830 clips.</summary>
    Volleyball,

    /// <summary>NBA: group activities of 9,172 clips.</summary>
    Nba,

    /// <summary>JRDB-PAR: individual, social and global activities.</summary>
    JrdbPar,

    /// <summary>Collective Activity: 44 sequences.</summary>
    CollectiveActivity,

    /// <summary>UCF101.</summary>
    Ucf101,

    /// <summary>HMDB51.</summary>
    Hmdb51,

    /// <summary>Kinetics with its official CSV files.</summary>
    Kinetics,

    /// <summary>AVA: actions of people at key frames.</summary>
    Ava,

    /// <summary>AVA-Kinetics: the same for a key frame of each Kinetics clip.</summary>
    AvaKinetics,

    /// <summary>OTB2015: single-object tracking.</summary>
    Otb2015,

    /// <summary>GOT-10k: single-object tracking.</summary>
    Got10k,
}

/// <summary>Which rows of JRDB-PAR's global labels count.</summary>
public enum GlobalLabel
{
    /// <summary>The row nearest to the frame.</summary>
    Frame,

    /// <summary>That of frame 15 for the whole sequence, as the reference implementation reads them.</summary>
    Seq15,
}
