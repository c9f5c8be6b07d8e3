using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;

namespace SoGar.TestKit.Devices;

/// <summary>Views that are the numbers of their samples; bad samples are replaced by the rule that real sources follow.</summary>
internal sealed class SimulatedSource(SampleSchedule schedule, ulong seed, int sampleCount, DeviceScript script) : IShardSource
{
    public LoadedShard Load(ShardKey key, CancellationToken unwanted)
    {
        List<ReplacedSample> replaced = [];
        var samples = schedule.SamplesOf(key).Select(draw => Read(draw.Sample, replaced)).ToArray();
        return new LoadedShard(new SimulatedViews(key, samples), replaced);
    }

    public void Dispose()
    {
        // Nothing native is behind it.
    }

    private int Read(int sample, List<ReplacedSample> replaced)
    {
        if (!script.BadSamples.Contains(sample)) return sample;
        for (var attempt = 0; attempt < ReplacementRule.MaxAttempts; attempt++)
        {
            var standIn = ReplacementRule.StandIn(seed, sample, attempt, sampleCount);
            if (script.BadSamples.Contains(standIn)) continue;
            replaced.Add(new ReplacedSample($"sample-{sample}", $"sample-{standIn}", "scripted to be bad"));
            return standIn;
        }

        throw new DataUnusableException($"no stand-in for sample-{sample} could be read");
    }
}

/// <summary>The samples of a shard.</summary>
internal sealed record SimulatedViews(ShardKey Key, int[] Samples) : IShardViews
{
    public void Dispose()
    {
        // Nothing native is behind it.
    }
}
