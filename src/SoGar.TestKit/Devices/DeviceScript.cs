using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>What goes wrong on simulated devices, and when.</summary>
public sealed record DeviceScript
{
    /// <summary>Samples that cannot be read.</summary>
    public ImmutableHashSet<int> BadSamples { get; init; } = [];

    /// <summary>Steps whose first attempt saturates.</summary>
    public ImmutableHashSet<long> Saturated { get; init; } = [];

    /// <summary>A step in which a gradient is not a finite number.</summary>
    public long? NotFiniteAt { get; init; }

    /// <summary>A replica of the node that computes a step wrongly, once.</summary>
    public (TrainerId Trainer, long Step)? BitFlip { get; init; }

    /// <summary>A replica of the node whose memory loses a bit at the beginning of a step, once.</summary>
    public (TrainerId Trainer, long Step)? LiveFlip { get; init; }

    /// <summary>A trainer whose device is lost in a step.</summary>
    public (TrainerId Trainer, long Step)? DeviceLost { get; init; }

    /// <summary>Checkpoints that the disk refuses, by the steps they hold.</summary>
    public ImmutableHashSet<long> RefusedCheckpoints { get; init; } = [];

    /// <summary>Called on the trainer's thread as it begins a step; holds it up until it returns. For runs on threads: in virtual time it holds up everything.</summary>
    public Action<TrainerId, long>? OnBegin { get; init; }
}
