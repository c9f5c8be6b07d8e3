namespace SoGar.Compute.Data;

/// <summary>A box that a detector of people found at a key frame.</summary>
/// <param name="Frame">The key frame, as samples of the data set are called.</param>
/// <param name="Box">Where, in shares of the frame.</param>
/// <param name="Score">How sure the detector was, 0 to 1.</param>
public sealed record DetectedPerson(string Frame, Box Box, double Score);
