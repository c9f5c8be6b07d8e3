using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>The small exact model: a step adds up what its samples give, which depends on the words before, and mixes the sum into every word.</summary>
internal static class SimulatedArithmetic
{
    /// <summary>Adds one shard to a contribution.</summary>
    public static void Add(SimulatedContribution contribution, SimulatedState state, SimulatedViews views)
    {
        contribution.Shards.Add(new SummedShard(views.Key, [.. views.Samples]));
        foreach (var sample in views.Samples) contribution.Words += Mix(state.Student[sample % state.Student.Length] ^ Mix((ulong)sample));
    }

    /// <summary>The state after a step.</summary>
    public static SimulatedState Advanced(SimulatedState state, long step, ulong sum) =>
        state with { Done = step + 1, Student = [.. state.Student.Select((word, index) => Mix(word + sum + (ulong)index))] };

    /// <summary>The teacher's words after it followed a student.</summary>
    public static ImmutableArray<ulong> Followed(ImmutableArray<ulong> teacher, ImmutableArray<ulong> student) =>
        [.. teacher.Zip(student, (own, other) => own * 31 + other)];

    /// <summary>What a trainer is told of a step that was applied.</summary>
    public static StepOutcome.Applied Outcome(long step, ulong fingerprint)
    {
        var loss = 1.0 / (1 + step);
        return new StepOutcome.Applied(new StepReading(loss, loss / 2, loss / 2, 0.06, 0.8, 0, 1e-3), fingerprint);
    }

    public static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 32)) * 0xD6E8FEB86659FD93;
        return word ^ (word >> 32);
    }
}
