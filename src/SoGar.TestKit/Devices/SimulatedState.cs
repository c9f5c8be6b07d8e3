using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SoGar.Protocol;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>The whole state of a simulated run after some steps.</summary>
/// <param name="Done">Applied steps.</param>
/// <param name="Student">The student's words.</param>
/// <param name="Teacher">The teacher's words.</param>
public sealed record SimulatedState(long Done, ImmutableArray<ulong> Student, ImmutableArray<ulong> Teacher)
{
    /// <summary>The state before the first step.</summary>
    public static SimulatedState Initial(ulong seed)
    {
        var random = KeyedRandom.For(seed, Purpose.Weights);
        ImmutableArray<ulong> words = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        return new SimulatedState(0, words, words);
    }

    /// <summary>The digests that a real run of this state would be compared by.</summary>
    public StateDigests Digests() => new(Digest(Student), Digest(Teacher), Digest([(ulong)Done]));

    /// <summary>The fingerprints that a trainer and its teacher would report of this state.</summary>
    public StepFingerprint Fingerprints() => new(Fingerprint(Student), Fingerprint(Teacher));

    /// <summary>A word that differs wherever <paramref name="words"/> do.</summary>
    internal static ulong Fingerprint(ImmutableArray<ulong> words)
    {
        var mixed = (ulong)words.Length;
        foreach (var word in words) mixed = SimulatedArithmetic.Mix(mixed * 0x9E3779B97F4A7C15 ^ word);
        return mixed;
    }

    private static Digest Digest(ImmutableArray<ulong> words) => Protocol.Digest.Of(MemoryMarshal.AsBytes(words.AsSpan()));
}
