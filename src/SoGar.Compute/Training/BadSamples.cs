using System.Collections.Concurrent;
using SoGar.Compute.Data;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Training;

/// <summary>
/// The samples of a node that could not be read, each with its reason: found once, remembered for the run, and counted against the share that
/// the recipe tolerates. Safe for any number of threads.
/// </summary>
/// <param name="samples">The data set's.</param>
/// <param name="tolerated">Share of the data set, between 0 and 1.</param>
public sealed class BadSamples(IReadOnlyList<Sample> samples, double tolerated)
{
    private readonly ConcurrentDictionary<int, string> _reasons = new();

    /// <summary>Why a sample cannot be read; null if nothing is known against it.</summary>
    public string? ReasonOf(int sample) => _reasons.GetValueOrDefault(sample);

    /// <summary>Remembers a bad sample.</summary>
    /// <exception cref="DataUnusableException">There are more bad ones now than the recipe tolerates; some of them are named.</exception>
    public void Add(int sample, string reason)
    {
        _reasons.TryAdd(sample, reason);
        if (_reasons.Count <= tolerated * samples.Count) return;
        var named = _reasons.OrderBy(entry => entry.Key).Take(5).Select(entry => $"\n  {samples[entry.Key].Id}: {entry.Value}");
        throw new DataUnusableException(
            $"{_reasons.Count} of {samples.Count} videos cannot be read, more than data.bad-share = {tolerated} allows:{string.Concat(named)}\nmend or " +
            "remove them, or raise data.bad-share");
    }
}
