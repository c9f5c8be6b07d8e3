using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Data.Formats;

/// <summary>The published data sets that are read as they come (methods.md, F.6), one file each.</summary>
internal static class PublicFormats
{
    /// <summary>Reads what stands in <paramref name="folder"/>; what is wrong is gathered there.</summary>
    public static DataSet Read(DataFormat format, FormatFolder folder) => format switch
    {
        DataFormat.SdcList => SdcListFormat.Read(folder),
        DataFormat.Volleyball => VolleyballFormat.Read(folder),
        DataFormat.Nba => NbaFormat.Read(folder),
        DataFormat.JrdbPar => JrdbParFormat.Read(folder),
        DataFormat.CollectiveActivity => CollectiveActivityFormat.Read(folder),
        DataFormat.Ucf101 => Ucf101Format.Read(folder),
        DataFormat.Hmdb51 => Hmdb51Format.Read(folder),
        DataFormat.Kinetics => KineticsFormat.Read(folder),
        DataFormat.Ava => AvaFormat.Read(folder, "ava"),
        DataFormat.AvaKinetics => AvaFormat.Read(folder, "kinetics"),
        DataFormat.Otb2015 => Otb2015Format.Read(folder),
        DataFormat.Got10k => Got10kFormat.Read(folder),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a published format"),
    };
}
