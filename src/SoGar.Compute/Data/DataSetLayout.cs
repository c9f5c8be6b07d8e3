namespace SoGar.Compute.Data;

/// <summary>The names of a data set's own files (docs/data-format.md).</summary>
internal static class DataSetLayout
{
    /// <summary>The table of clips; written last.</summary>
    public const string TableName = "clips.csv";

    /// <summary>How the data set was made; written first.</summary>
    public const string DescriptionName = "dataset.json";
}
