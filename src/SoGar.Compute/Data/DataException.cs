namespace SoGar.Compute.Data;

/// <summary>A data set, or a file of one, cannot be used. The message names the file and the line, what was found, and what would work.</summary>
public sealed class DataException : Exception
{
    /// <summary>Reports one reason or, one to a line, several.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>Reports what the surroundings refused.</summary>
    public DataException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
