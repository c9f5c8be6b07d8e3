using System.Collections.Immutable;
using System.Text;
using SoGar.Compute.Checkpoints;
using SoGar.Protocol;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Checkpoints;

/// <summary>States that are a function of their step, so that whoever finds one later can tell whether it is what was written.</summary>
internal static class Snapshots
{
    public static readonly Digest Recipe = Digest.Of("recipe"u8);

    public static CheckpointSnapshot Of(long step, int values = 300, long term = 1) => new("plain", step, term, Recipe,
    [
        new TensorPart(CheckpointPart.Student, [Tensor("student.a", step, 1, values), Tensor("student.b", step, 2, 7)]),
        new TensorPart(CheckpointPart.Teacher, [Tensor("teacher.a", step, 3, values)]),
        new TensorPart(
            CheckpointPart.Optimizer, [Tensor("optimizer.m", step, 4, values), new StateTensor("optimizer.empty", [0, 4], ReadOnlyMemory<float>.Empty)]),
        new BytesPart(CheckpointPart.Progress, Encoding.UTF8.GetBytes($"{{\"step\":{step}}}")),
    ]);

    public static void Same(CheckpointSnapshot wanted, Checkpoint found)
    {
        Assert.Equal(StateDigest.OfParts(wanted.Parts), found.Manifest.States);
        Assert.Equal(StateDigest.OfParts(wanted.Parts), StateDigest.OfParts(Read(found)));
        Assert.Equal(wanted.Parts.OfType<BytesPart>().Single().Content.ToArray(), found.ReadBytes(CheckpointPart.Progress));
    }

    private static ImmutableArray<CheckpointPart> Read(Checkpoint found) =>
    [
        .. new[] { CheckpointPart.Student, CheckpointPart.Teacher, CheckpointPart.Optimizer }
            .Select(name => new TensorPart(name, found.ReadTensors(name))),
    ];

    private static StateTensor Tensor(string name, long step, long which, int count)
    {
        var random = KeyedRandom.For(seed: 5, Purpose.Test, step, which);
        return StateTensor.Vector(name, Enumerable.Range(0, count).Select(_ => (float)random.Normal()).ToArray());
    }
}
