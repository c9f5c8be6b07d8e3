using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>How fast trainers compute shards, as their reports show: a slow average, so that a hiccup moves nothing.</summary>
internal sealed class SpeedGauge
{
    private const int StepsToKnow = 5;
    private const double WeightOfOne = 0.1;

    private readonly Dictionary<TrainerId, (double SecondsAShard, int Steps)> _measured = [];

    /// <summary>Shards per second of the trainers that are known well enough.</summary>
    public IReadOnlyDictionary<TrainerId, double> Known =>
        _measured.Where(each => each.Value.Steps >= StepsToKnow).ToDictionary(each => each.Key, each => 1 / each.Value.SecondsAShard);

    /// <summary>Takes in a step of a trainer that computed some shards.</summary>
    public void Note(StepReport report, int shards)
    {
        if (shards == 0 || report.Busy <= TimeSpan.Zero) return;
        var seconds = report.Busy.TotalSeconds / report.Attempts / shards;
        var (before, steps) = _measured.GetValueOrDefault(report.Trainer, (seconds, 0));
        _measured[report.Trainer] = (before + WeightOfOne * (seconds - before), steps + 1);
    }

    /// <summary>Forgets trainers that are gone: others may get their names.</summary>
    public void Keep(IReadOnlySet<TrainerId> trainers)
    {
        foreach (var gone in _measured.Keys.Where(trainer => !trainers.Contains(trainer)).ToList()) _measured.Remove(gone);
    }
}
