namespace SoGar.Host.Hocon;

/// <summary>A configuration that cannot be understood. The message names file and line, what was found and what would work.</summary>
internal sealed class HoconException(HoconPosition position, string complaint) : Exception($"{position}: {complaint}")
{
    /// <summary>What was found and what would work, without the position.</summary>
    public string Complaint { get; } = complaint;
}
